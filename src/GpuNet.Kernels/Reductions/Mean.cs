using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The arithmetic mean; NaN over nothing.</summary>
public readonly record struct Mean : IReduction<Mean>
{
    /// <inheritdoc/>
    public static ReductionInfo Info { get; } = new("mean", "y = sum of x / n", "torch.mean")
    {
        Reference = static x => x.Average(),
    };

    /// <inheritdoc/>
    public T Identity<T, TMath>()
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.Zero;

    /// <inheritdoc/>
    public T Combine<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        a + b;

    /// <inheritdoc/>
    public T Finish<T, TMath>(T total, T count)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        total / count;
}
