using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// The larger of a and b, NaN if either is. A tie gives each side half of the gradient, as in
/// torch.
/// </summary>
public readonly record struct Maximum : IBinaryOp<Maximum>, IIntegerOp
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "maximum", OpCategory.Arithmetic, "y = max(a, b)", "1 for the larger, 1/2 each when equal",
        BackwardNeeds.Input, "torch.maximum")
    {
        DistanceToKink = static (a, b, _) => Math.Abs(a - b),
        MaxUlps = 0,
        Reference = static (a, b, _) => Math.Max(a, b),
        SelectsA = true,
        SelectsB = true,
    };

    /// <inheritdoc/>
    public static T OfIntegers<T>(T a, T b) where T : unmanaged, INumber<T> => a > b ? a : b;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Max(a, b);

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        a == b ? TMath.Of(0.5) : a < b ? T.Zero : T.One;

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        a == b ? TMath.Of(0.5) : b < a ? T.Zero : T.One;
}
