using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// max(0, 1 - t x)^2 for labels t of -1 and 1.
/// </summary>
public readonly record struct SquaredHingeError : IBinaryOp<SquaredHingeError>
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "squared_hinge_error", OpCategory.Loss, "y = max(0, 1 - t x)^2",
        "-2 t max(0, 1 - t x) and -2 x max(0, 1 - t x)", BackwardNeeds.Input, "Keras SquaredHinge")
    {
        Reference = static (x, t, _) => Math.Max(0, 1 - t * x) * Math.Max(0, 1 - t * x),
        DomainB = (-1, 1),
        MaxUlps = 4,
    };

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var gap = TMath.Max(T.One - a * b, T.Zero);
        return gap * gap;
    }

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        -TMath.Of(2.0) * b * TMath.Max(T.One - a * b, T.Zero);

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        -TMath.Of(2.0) * a * TMath.Max(T.One - a * b, T.Zero);
}
