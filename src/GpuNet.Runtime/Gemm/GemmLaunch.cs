using System.Numerics;
using GpuNet.Kernels;
using GpuNet.Operations;
using ILGPU.Runtime;

namespace GpuNet;

/// <summary>A product by the library that the device was told to use, then the epilogue, in a pass of its own.</summary>
internal readonly struct GemmLaunch<TEpilogue>(
    IGemmProvider provider, Tensor a, Tensor b, EpilogueTensors operands, Tensor c, MatMulShape shape, TEpilogue epilogue)
    : ILaunch
    where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
{
    public void Run<T, TMath>() where T : unmanaged, INumber<T> where TMath : unmanaged, IScalarMath<T>
    {
        var (device, library, product) = (c.Device, provider, shape);
        var (viewA, viewB, viewC) = (a.View<T>(), b.View<T>(), c.View<T>());
        Multiply(device.Stream);
        Recording.Current?.Add(device, library.Kind.ToString(), Multiply);
        FollowingEpilogue<TEpilogue, T, TMath>.Run(device, operands.Views(viewC), viewC, shape, epilogue);

        void Multiply(AcceleratorStream stream)
        {
            if (!library.RunsInStream) device.Accelerator.Synchronize();
            library.Multiply(stream, viewA, viewB, viewC, product);
        }
    }
}
