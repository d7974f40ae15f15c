using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// e^t (t - x) of two log-probabilities; its sum over a distribution is the Kullback-Leibler divergence from t to x.
/// </summary>
public readonly record struct KullbackLeiblerOfLogs : IBinaryOp<KullbackLeiblerOfLogs>
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "kullback_leibler_of_logs", OpCategory.Loss, "y = exp(t) (t - x)",
        "-exp(t) and exp(t) (t - x + 1)", BackwardNeeds.Input, "torch.nn.KLDivLoss, log_target=True")
    {
        Reference = static (x, t, _) => Math.Exp(t) * (t - x),
        DomainA = (-8, 0),
        DomainB = (-8, 0),
        MaxUlps = 4,
    };

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Exp(b) * (b - a);

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        -TMath.Exp(b);

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Exp(b) * (b - a + T.One);
}
