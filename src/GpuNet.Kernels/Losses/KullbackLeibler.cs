using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// t (log(t) - x) of a log-probability x and a probability t, 0 for t = 0; its sum over a distribution is the
/// Kullback-Leibler divergence from it.
/// </summary>
public readonly record struct KullbackLeibler : IBinaryOp<KullbackLeibler>
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "kullback_leibler", OpCategory.Loss, "y = t (log(t) - x), 0 if t = 0",
        "-t and log(t) - x + 1", BackwardNeeds.Input, "torch.nn.KLDivLoss")
    {
        Reference = static (x, t, _) => t == 0 ? 0 : t * (Math.Log(t) - x),
        DomainA = (-8, 0),
        DomainB = (0.01, 1),
        MaxUlps = 4,
    };

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        b == T.Zero ? b : b * (TMath.Log(b) - a);

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        -b;

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Log(b) - a + T.One;
}
