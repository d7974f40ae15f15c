using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// Binary cross-entropy of a logit, weighted by (1 - p)^Gamma for the probability p it gives to the right label, so that easy
/// samples count little, and by Alpha for label 1, 1 - Alpha for label 0; a negative Alpha weights both alike. With z, the logit
/// in the right label's favour, p = sigmoid(z), and (1 - p)^Gamma = e^(-Gamma softplus(z)) without any power.
/// </summary>
/// <param name="Alpha">The weight of label 1, in [0, 1]; negative for none.</param>
/// <param name="Gamma">How little easy samples count, not negative; 0 makes it cross-entropy.</param>
public readonly record struct FocalErrorWithLogits(float Alpha, float Gamma) : IBinaryOp<FocalErrorWithLogits>
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "focal_error_with_logits", OpCategory.Loss, "y = alpha_t exp(-gamma softplus(z)) softplus(-z); z = x for label 1, -x for 0",
        "dy/dz = -alpha_t (1 - p)^gamma (gamma p softplus(-z) + 1 - p), with the sign of z by x", BackwardNeeds.Input, "Lin et al. 2017; torchvision.ops.sigmoid_focal_loss")
    {
        Parameters = [new("alpha", 0.25, "weight of label 1; negative for none"), new("gamma", 2, "how little easy samples count")],
        Reference = static (x, t, p) => ReferenceValue(t >= 0.5 ? x : -x, t >= 0.5, p[0], p[1]),
        BIsLabel = true,
        DomainB = (0, 1),
        MaxUlps = 4,
    };

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var z = b >= TMath.Of(0.5) ? a : -a;
        return Weight<T, TMath>(b) * TMath.Exp(-(TMath.Of(Gamma) * Softplus<T, TMath>(z))) * Softplus<T, TMath>(-z);
    }

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var positive = b >= TMath.Of(0.5);
        var z = positive ? a : -a;
        var right = TMath.Sigmoid(z);
        var wrong = TMath.Sigmoid(-z);
        var factor = Weight<T, TMath>(b) * TMath.Exp(-(TMath.Of(Gamma) * Softplus<T, TMath>(z)));
        var slope = -(factor * (TMath.Of(Gamma) * right * Softplus<T, TMath>(-z) + wrong));
        return positive ? slope : -slope;
    }

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.Zero;

    private static double ReferenceValue(double z, bool positive, double alpha, double gamma)
    {
        var right = 1 / (1 + Math.Exp(-z));
        var wrong = 1 / (1 + Math.Exp(z));
        var loss = right > 0.5 ? -ReferenceMath.Log1p(-wrong) : -Math.Log(right);
        return (alpha < 0 ? 1 : positive ? alpha : 1 - alpha) * Math.Pow(wrong, gamma) * loss;
    }

    private T Weight<T, TMath>(T label)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var alpha = TMath.Of(Alpha);
        var weight = label >= TMath.Of(0.5) ? alpha : T.One - alpha;
        return alpha < T.Zero ? T.One : weight;
    }

    private static T Softplus<T, TMath>(T z)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Max(z, T.Zero) + TMath.Log1p(TMath.Exp(-TMath.Abs(z)));
}
