using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet;

/// <summary>What a kernel does with finished sums as it stores them, as a pass over a library's product.</summary>
internal static class LibraryEpilogue<TEpilogue, T, TMath>
    where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
    where T : unmanaged, INumber<T>
    where TMath : unmanaged, IScalarMath<T>
{
    private static readonly ItemKernel<ArrayView<T>, ArrayView<T>, int, TEpilogue> Pass = new(
        EpiloguePass.Kernel<TEpilogue, T, TMath>);

    internal static void Run(Device device, ArrayView<T> operand, ArrayView<T> c, int columns, TEpilogue epilogue)
    {
        if (typeof(TEpilogue) != typeof(StoreSum)) Pass.Launch(device, c.IntLength, operand, c, columns, epilogue);
    }
}
