using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// Binary cross-entropy of a logit x and a target t in [0, 1]: -t log(s(x)) - (1 - t) log(1 - s(x)) with the logistic
/// function s, in the form |x| u + log1p(e^-|x|), where u is the share of the wrong side: 1 - t where x is above 0, t
/// elsewhere. It neither overflows nor cancels, and is right at infinite logits, of which torch's may be NaN.
/// </summary>
public readonly record struct BinaryCrossEntropyWithLogits : IBinaryOp<BinaryCrossEntropyWithLogits>
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "bce_with_logits", OpCategory.Loss, "y = max(x, 0) - x t + log(1 + exp(-|x|))", "sigmoid(x) - t and -x",
        BackwardNeeds.Input, "torch.nn.BCEWithLogitsLoss")
    {
        Reference = static (x, t, _) =>
            (x > 0 ? 1 - t : t) is var u && u == 0 ? ReferenceMath.Log1p(Math.Exp(-Math.Abs(x)))
            : Math.Abs(x) * u + ReferenceMath.Log1p(Math.Exp(-Math.Abs(x))),
        DomainA = (-30, 30),
        DomainB = (0, 1),
        MaxUlps = 4,
    };

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var share = a > T.Zero ? T.One - b : b;
        var size = TMath.Abs(a);
        var rest = TMath.Log1p(TMath.Exp(-size));
        return share == T.Zero ? rest : TMath.Fma(size, share, rest);
    }

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Sigmoid(a) - b;

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        -a;
}
