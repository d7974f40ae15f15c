using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// The negative log-likelihood of a count t under a Poisson distribution of rate x, without the term of t alone.
/// </summary>
/// <param name="Epsilon">Keeps the logarithm finite at a rate of 0.</param>
public readonly record struct PoissonRateError(float Epsilon) : IBinaryOp<PoissonRateError>
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "poisson_rate_error", OpCategory.Loss, "y = x - t log(x + epsilon)",
        "1 - t / (x + epsilon) and -log(x + epsilon)", BackwardNeeds.Input, "torch.nn.PoissonNLLLoss, log_input=False")
    {
        Parameters = [new("epsilon", 1e-8, "keeps the logarithm finite")],
        Reference = static (x, t, p) => x - t * Math.Log(x + p[0]),
        DomainA = (0.1, 20),
        DomainB = (0, 20),
        MaxUlps = 4,
    };

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        a - b * TMath.Log(a + TMath.Of(Epsilon));

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.One - b / (a + TMath.Of(Epsilon));

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        -TMath.Log(a + TMath.Of(Epsilon));
}
