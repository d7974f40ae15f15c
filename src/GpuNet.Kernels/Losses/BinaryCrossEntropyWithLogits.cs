using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// Binary cross-entropy of a logit x and a target t in [0, 1]: -t log(s(x)) - (1 - t) log(1 - s(x)) with the logistic
/// function s, in the form max(x, 0) - x t + log1p(e^-|x|), which neither overflows nor cancels.
/// </summary>
public readonly record struct BinaryCrossEntropyWithLogits : IBinaryOp<BinaryCrossEntropyWithLogits>
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "bce_with_logits", OpCategory.Loss, "y = max(x, 0) - x t + log(1 + exp(-|x|))", "sigmoid(x) - t and -x",
        BackwardNeeds.Input, "torch.nn.BCEWithLogitsLoss")
    {
        Reference = static (x, t, _) => Math.Max(x, 0) - x * t + Math.Log(1 + Math.Exp(-Math.Abs(x))),
        DomainA = (-30, 30),
        DomainB = (0, 1),
        MaxUlps = 4,
    };

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Max(a, T.Zero) - a * b + TMath.Log1p(TMath.Exp(-TMath.Abs(a)));

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
