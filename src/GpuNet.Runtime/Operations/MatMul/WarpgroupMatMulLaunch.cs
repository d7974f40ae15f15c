using GpuNet.Kernels;
using ILGPU;
#if EMBEDDED_ENGINE
using ILGPU.Runtime.Cuda;
#endif

namespace GpuNet.Operations;

/// <summary>Which products <see cref="WarpgroupMatMul"/> takes.</summary>
internal static class WarpgroupMatMulLaunch
{
    /// <summary>Whether the device has warpgroups, and an engine that compiles for them.</summary>
    internal static bool Suits(Device device) =>
#if EMBEDDED_ENGINE
        device.Accelerator is CudaAccelerator cuda && cuda.Architecture == CudaArchitecture.SM_90
        && cuda.MaxSharedMemoryPerGroup >= WarpgroupMatMul.SharedFloats<WarpgroupTile128x256>() * sizeof(float);
#else
        false;
#endif

    /// <summary>Whether a product can be copied in pieces of 16 bytes and multiplied as it lies.</summary>
    internal static bool Suits(Device device, TensorNumbers numbers, in BufferedShape shape) =>
        shape is { HasVectorsA: 1, HasVectorsB: 1 } && Suits(device)
        && (numbers != TensorNumbers.TensorFloat32
            || (!BufferedShape.LinesAreAdjacentInA(shape.Product) && !BufferedShape.LinesAreAdjacentInB(shape.Product)));
}

/// <summary>A product by <see cref="WarpgroupMatMul"/>, with operands in units of 16 bits.</summary>
internal readonly struct WarpgroupMatMulLaunch<TFormat, TTile, TEpilogue>(
    ArrayView<short> a, ArrayView<short> b, EpilogueOperands<float> operands, Tensor c, BufferedShape shape, TEpilogue epilogue) : IOrderedLaunch
    where TFormat : unmanaged, IWarpgroupFormat
    where TTile : unmanaged, IWarpgroupTile
    where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
{
    public void Run<TA, TB, TMath>()
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
        where TMath : unmanaged, IScalarMath<float>
    {
        var groups = new KernelConfig(
            new Index1D(WarpgroupMatMul.Groups<TTile>(shape.Product.M, shape.Product.N)), new Index1D(TTile.Items),
            SharedMemoryConfig.RequestDynamic<float>(WarpgroupMatMul.SharedFloats<TTile>()));
        Launchers<TA, TB, TMath>.Single.Launch(c.Device, groups, a, b, operands, TensorProduct<TEpilogue>.FloatsOf(c), shape, epilogue);
    }

    private static class Launchers<TA, TB, TMath>
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
        where TMath : unmanaged, IScalarMath<float>
    {
        internal static readonly GroupKernel<
            ArrayView<short>, ArrayView<short>, EpilogueOperands<float>, ArrayView<float>, BufferedShape, TEpilogue>
            Single = new(WarpgroupMatMul.Kernel<TTile, TFormat, TA, TB, TEpilogue, TMath>);
    }
}
