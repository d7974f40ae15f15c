using System.Numerics;
using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>What a kernel does with finished sums as it stores them, as a pass of its own over a product that is stored.</summary>
internal static class FollowingEpilogue<TEpilogue, T, TMath>
    where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
    where T : unmanaged, INumber<T>
    where TMath : unmanaged, IScalarMath<T>
{
    private static readonly ItemKernel<EpilogueOperands<T>, ArrayView<T>, MatMulShape, TEpilogue> Pass = new(
        EpiloguePass.Kernel<TEpilogue, T, TMath>);

    internal static void Run(
        Device device, EpilogueOperands<T> operands, ArrayView<T> c, MatMulShape shape, TEpilogue epilogue)
    {
        if (typeof(TEpilogue) == typeof(StoreSum)) return;
        Pass.Launch(device, EpiloguePass.Items<TEpilogue>(shape.M, shape.N), operands, c, shape, epilogue);
    }
}
