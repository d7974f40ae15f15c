using ILGPU;

namespace GpuNet.Kernels.Tests;

/// <summary>Products by <see cref="WarpgroupMatMul"/>, launched as the shape wants it.</summary>
internal static class WarpgroupProducts
{
    internal static void Run<TTile, TFormat, TNumber, TEpilogue>(
        KernelDevice device, ArrayView<TNumber> a, ArrayView<TNumber> b, EpilogueOperands<float> operands, ArrayView<float> c,
        MatMulShape shape, TEpilogue epilogue = default)
        where TTile : unmanaged, IWarpgroupTile
        where TFormat : unmanaged, IWarpgroupFormat
        where TNumber : unmanaged
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
    {
        Delegate kernel = (BufferedShape.LinesAreAdjacentInA(shape), BufferedShape.LinesAreAdjacentInB(shape)) switch
        {
            (false, false) => WarpgroupMatMul.Kernel<TTile, TFormat, AdjacentSteps, AdjacentSteps, TEpilogue, PortableMath>,
            (false, true) => WarpgroupMatMul.Kernel<TTile, TFormat, AdjacentSteps, AdjacentLines, TEpilogue, PortableMath>,
            (true, false) => WarpgroupMatMul.Kernel<TTile, TFormat, AdjacentLines, AdjacentSteps, TEpilogue, PortableMath>,
            (true, true) => WarpgroupMatMul.Kernel<TTile, TFormat, AdjacentLines, AdjacentLines, TEpilogue, PortableMath>,
        };
        var config = new KernelConfig(
            new Index1D(WarpgroupMatMul.Groups<TTile>(shape.M, shape.N)), new Index1D(TTile.Items),
            SharedMemoryConfig.RequestDynamic<float>(WarpgroupMatMul.SharedFloats<TTile>()));
        var buffered = c.Length > 0 ? BufferedShape.Of(shape, a, b, c) : BufferedShape.Of(shape, a, b, operands.Rounded);
        Assert.Equal((1, 1), (buffered.HasVectorsA, buffered.HasVectorsB));
        device.RunGrouped(kernel, config, a.Cast<short>(), b.Cast<short>(), operands, c, buffered, epilogue);
    }
}
