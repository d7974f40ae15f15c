using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// The term of L1 regularization: Strength * |w|. The derivative at 0 is 0, as in torch (abs_backward).
/// </summary>
/// <param name="Strength">The factor lambda of the penalty.</param>
public readonly record struct L1Penalty(float Strength) : IUnaryOp<L1Penalty>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "l1_penalty", OpCategory.Regularizer, "y = strength |x|", "strength sign(x)", BackwardNeeds.Input,
        "Tibshirani 1996, lasso")
    {
        Parameters = [new("strength", 0.01, "factor of the penalty")],
        Reference = static (x, p) => p[0] * Math.Abs(x),
        Kinks = [new(0, 0, "torch: abs_backward is grad * sgn(x), sgn(0) = 0")],
        MaxUlps = 2,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Of(Strength) * TMath.Abs(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x > T.Zero ? TMath.Of(Strength) : x < T.Zero ? -TMath.Of(Strength) : T.Zero;
}
