using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// -t log(x) - (1 - t) log(1 - x) of a probability x and a target t in [0, 1]; neither logarithm goes below -100, so that a
/// certain and wrong prediction costs 100, not infinity. From logits, <see cref="BinaryCrossEntropyWithLogits"/> is exact.
/// </summary>
public readonly record struct BinaryCrossEntropy : IBinaryOp<BinaryCrossEntropy>
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "binary_cross_entropy", OpCategory.Loss, "y = -t max(log(x), -100) - (1 - t) max(log(1 - x), -100)",
        "(x - t) / max(x (1 - x), 1e-12) and max(log(1 - x), -100) - max(log(x), -100)", BackwardNeeds.Input, "torch.nn.BCELoss")
    {
        Reference = static (x, t, _) =>
            -t * Math.Max(Math.Log(x), -100) - (1 - t) * Math.Max(ReferenceMath.Log1p(-x), -100),
        DomainA = (0.01, 0.99),
        DomainB = (0, 1),
        MaxUlps = 4,
    };

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        -(b * Log<T, TMath>(a)) - (T.One - b) * LogOfRest<T, TMath>(a);

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        (a - b) / TMath.Max((T.One - a) * a, TMath.Of(1e-12f));

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        LogOfRest<T, TMath>(a) - Log<T, TMath>(a);

    private static T Log<T, TMath>(T probability)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Max(TMath.Log(probability), TMath.Of(-100.0));

    private static T LogOfRest<T, TMath>(T probability)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Max(TMath.Log1p(-probability), TMath.Of(-100.0));
}
