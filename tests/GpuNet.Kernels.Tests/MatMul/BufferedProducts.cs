using ILGPU;

namespace GpuNet.Kernels.Tests;

/// <summary>Products by <see cref="BufferedMatMul"/>, launched as the shape wants it.</summary>
internal static class BufferedProducts
{
    /// <summary>Several tiles, whole and not, quads that can be read whole and that cannot, remainders of k.</summary>
    internal static readonly (int M, int N, int K)[] Shapes = [(64, 64, 32), (132, 140, 52), (130, 67, 33), (192, 8, 16)];

    internal static void Run<TTile, TCopy, TEpilogue>(
        KernelDevice device, ArrayView<float> a, ArrayView<float> b, EpilogueOperands<float> operands, ArrayView<float> c,
        MatMulShape shape, TEpilogue epilogue = default)
        where TTile : unmanaged, IBufferedTile
        where TCopy : unmanaged, ITileCopy
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
    {
        Delegate kernel = (BufferedShape.LinesAreAdjacentInA(shape), BufferedShape.LinesAreAdjacentInB(shape)) switch
        {
            (false, false) => BufferedMatMul.Kernel<TTile, AdjacentSteps, AdjacentSteps, TCopy, TEpilogue, PortableMath>,
            (false, true) => BufferedMatMul.Kernel<TTile, AdjacentSteps, AdjacentLines, TCopy, TEpilogue, PortableMath>,
            (true, false) => BufferedMatMul.Kernel<TTile, AdjacentLines, AdjacentSteps, TCopy, TEpilogue, PortableMath>,
            (true, true) => BufferedMatMul.Kernel<TTile, AdjacentLines, AdjacentLines, TCopy, TEpilogue, PortableMath>,
        };
        device.RunGrouped(
            kernel, new KernelConfig(BufferedMatMul.Groups<TTile>(shape.M, shape.N), TTile.Items),
            a, b, operands, c, BufferedShape.Of(shape, a, b, c), epilogue);
    }
}
