using ILGPU;

namespace GpuNet.Kernels.Tests;

/// <summary>Products by <see cref="TensorCoreMatMul"/>, launched as the shape wants it.</summary>
internal static class TensorProducts
{
    internal static void Run<TTile, TFormat, TNumber, TEpilogue>(
        KernelDevice device, ArrayView<TNumber> a, ArrayView<TNumber> b, EpilogueOperands<float> operands, ArrayView<float> c,
        MatMulShape shape, TEpilogue epilogue = default)
        where TTile : unmanaged, ITensorTile
        where TFormat : unmanaged, ITensorFormat
        where TNumber : unmanaged
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
    {
        Delegate kernel = (BufferedShape.LinesAreAdjacentInA(shape), BufferedShape.LinesAreAdjacentInB(shape)) switch
        {
            (false, false) => TensorCoreMatMul.Kernel<TTile, TFormat, AdjacentSteps, AdjacentSteps, TEpilogue, PortableMath>,
            (false, true) => TensorCoreMatMul.Kernel<TTile, TFormat, AdjacentSteps, AdjacentLines, TEpilogue, PortableMath>,
            (true, false) => TensorCoreMatMul.Kernel<TTile, TFormat, AdjacentLines, AdjacentSteps, TEpilogue, PortableMath>,
            (true, true) => TensorCoreMatMul.Kernel<TTile, TFormat, AdjacentLines, AdjacentLines, TEpilogue, PortableMath>,
        };
        var config = new KernelConfig(
            new Index1D(TensorCoreMatMul.Groups<TTile>(shape.M, shape.N)), new Index1D(TTile.Items),
            SharedMemoryConfig.RequestDynamic<float>(TensorCoreMatMul.SharedFloats<TTile>()));
        device.RunGrouped(
            kernel, config, a.Cast<short>(), b.Cast<short>(), operands, c, BufferedShape.Of(shape, a, b, c), epilogue);
    }

    /// <summary>The nearest number with so many bits of fraction, of the exponents that singles have.</summary>
    internal static float Round(float value, int bits, MidpointRounding ties)
    {
        if (value == 0) return value;
        var unit = Math.Pow(2, Math.Floor(Math.Log2(Math.Abs((double)value))) - bits);
        return (float)(Math.Round(value / unit, ties) * unit);
    }
}
