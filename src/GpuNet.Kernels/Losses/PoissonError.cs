using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// The negative log-likelihood of a count t under a Poisson distribution of rate e^x, without the term of t alone.
/// </summary>
public readonly record struct PoissonError : IBinaryOp<PoissonError>
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "poisson_error", OpCategory.Loss, "y = exp(x) - t x",
        "exp(x) - t and -x", BackwardNeeds.Input, "torch.nn.PoissonNLLLoss, log_input=True")
    {
        Reference = static (x, t, _) => Math.Exp(x) - t * x,
        DomainB = (0, 20),

        // The terms reach 160 where the operands are below 20, and cancel.
        MaxUlps = 32,
    };

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Exp(a) - a * b;

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Exp(a) - b;

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        -a;
}
