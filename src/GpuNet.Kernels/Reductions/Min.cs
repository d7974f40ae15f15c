using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The smallest number, NaN if any is; +inf over nothing.</summary>
public readonly record struct Min : IReduction<Min>, IExtremum
{
    /// <inheritdoc/>
    public static ReductionInfo Info { get; } = new("min", "y = min of x", "torch.amin")
    {
        Reference = static x => x.Min(),
    };

    /// <inheritdoc/>
    public T Identity<T, TMath>()
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Of(double.PositiveInfinity);

    /// <inheritdoc/>
    public T Combine<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Min(b, a); // what is tested for NaN is b: a, which a loop carries along, waits for one instruction only

    /// <inheritdoc/>
    public T Finish<T, TMath>(T total, T count)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        total;

    /// <inheritdoc/>
    public bool IsBeyond<T, TMath>(T value, T other)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        !TMath.IsNaN(other) & (value < other | TMath.IsNaN(value));
}
