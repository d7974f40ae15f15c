using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The largest number, NaN if any is; -inf over nothing.</summary>
public readonly record struct Max : IReduction<Max>, IExtremum
{
    /// <inheritdoc/>
    public static ReductionInfo Info { get; } = new("max", "y = max of x", "torch.amax")
    {
        Reference = static x => x.Max(),
    };

    /// <inheritdoc/>
    public T Identity<T, TMath>()
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Of(double.NegativeInfinity);

    /// <inheritdoc/>
    public T Combine<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Max(b, a); // what is tested for NaN is b: a, which a loop carries along, waits for one instruction only

    /// <inheritdoc/>
    public T Finish<T, TMath>(T total, T count)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        total;

    /// <inheritdoc/>
    public bool IsBeyond<T, TMath>(T value, T other)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        !TMath.IsNaN(other) & (value > other | TMath.IsNaN(value));
}
