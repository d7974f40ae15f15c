using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The sum; 0 over nothing.</summary>
public readonly record struct Sum : IReduction<Sum>
{
    /// <inheritdoc/>
    public static ReductionInfo Info { get; } = new("sum", "y = sum of x", "torch.sum")
    {
        Reference = static x => x.Sum(),
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
        total;
}
