using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// log(1 + e^(-t x)) for labels t of -1 and 1: the logistic loss.
/// </summary>
public readonly record struct SoftMarginError : IBinaryOp<SoftMarginError>
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "soft_margin_error", OpCategory.Loss, "y = log(1 + exp(-t x))",
        "-t sigmoid(-t x) and -x sigmoid(-t x)", BackwardNeeds.Input, "torch.nn.SoftMarginLoss")
    {
        Reference = static (x, t, _) => Math.Max(-t * x, 0) + ReferenceMath.Log1p(Math.Exp(-Math.Abs(t * x))),
        DomainB = (-1, 1),
        MaxUlps = 4,
    };

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Max(-(a * b), T.Zero) + TMath.Log1p(TMath.Exp(-TMath.Abs(a * b)));

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        -b * TMath.Sigmoid(-(a * b));

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        -a * TMath.Sigmoid(-(a * b));
}
