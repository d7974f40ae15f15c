using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// <see cref="MapKernels"/> whose result is read by products of operands that are rounded first: it is stored as floats, and once
/// more in the format of the operands, which saves them a pass over it.
/// </summary>
/// <remarks>Launch and numerics: as <see cref="MapKernels"/>.</remarks>
public static class RoundedMapKernels
{
    /// <summary>dx = dy * f'(y), and the same rounded; for chains that need their output only.</summary>
    public static void BackwardFromOutput<TChain, TFormat, TMath>(
        Index1D index, ArrayView<float> y, ArrayView<float> dy, ArrayView<float> dx, ArrayView<ushort> rounded, TChain chain)
        where TChain : unmanaged, IOpChain<TChain>
        where TFormat : unmanaged, ITensorFormat
        where TMath : unmanaged, IScalarMath<float>
    {
        var gradient = chain.Backward<float, TMath>(dy[index], 0, y[index]);
        dx[index] = gradient;
        rounded[index] = TFormat.Store(gradient);
    }
}
