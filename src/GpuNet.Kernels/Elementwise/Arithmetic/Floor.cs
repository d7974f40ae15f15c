using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The largest integer not above x. The derivative is 0 everywhere, as in torch.</summary>
public readonly record struct Floor : IUnaryOp<Floor>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "floor", OpCategory.Arithmetic, "y = largest integer <= x", "0", BackwardNeeds.None, "torch.floor")
    {
        Reference = static (x, _) => Math.Floor(x),
        Domain = (1.05, 1.95),
        MaxUlps = 0,
    };

    /// <inheritdoc/>
    public static bool Selects => true;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var nearest = TMath.RoundToEven(x);
        return nearest > x ? nearest - T.One : nearest;
    }

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.Zero;
}
