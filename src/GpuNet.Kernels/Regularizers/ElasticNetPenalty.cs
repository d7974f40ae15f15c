using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// The term of the elastic net: L1 * |w| + L2 / 2 * w^2. The derivative at 0 is 0, as in torch (abs_backward).
/// </summary>
/// <param name="L1">The factor of |w|.</param>
/// <param name="L2">The factor of w^2 / 2.</param>
public readonly record struct ElasticNetPenalty(float L1, float L2) : IUnaryOp<ElasticNetPenalty>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "elastic_net_penalty", OpCategory.Regularizer, "y = l1 |x| + l2 / 2 x^2", "l1 sign(x) + l2 x",
        BackwardNeeds.Input, "Zou and Hastie 2005, the naive elastic net")
    {
        Parameters = [new("l1", 0.01, "factor of |x|"), new("l2", 0.01, "factor of x^2 / 2")],
        Reference = static (x, p) => p[0] * Math.Abs(x) + p[1] / 2 * x * x,
        Kinks = [new(0, 0, "torch: abs_backward is grad * sgn(x), sgn(0) = 0")],
        MaxUlps = 2,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Abs(x) * TMath.Fma(TMath.Of(0.5) * TMath.Of(L2), TMath.Abs(x), TMath.Of(L1));

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Fma(TMath.Of(L2), x, x > T.Zero ? TMath.Of(L1) : x < T.Zero ? -TMath.Of(L1) : T.Zero);
}
