using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// x Phi(x) with the standard normal distribution function Phi, by the error function: torch's default. At -inf it is
/// NaN (-inf * 0), as in torch.
/// </summary>
public readonly record struct Gelu : IUnaryOp<Gelu>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "gelu", OpCategory.Activation, "y = x Phi(x) = x (1 + erf(x / sqrt(2))) / 2",
        "Phi(x) + x exp(-x^2 / 2) / sqrt(2 pi)", BackwardNeeds.Input,
        "Hendrycks and Gimpel 2016; torch.nn.GELU(approximate='none')")
    {
        Reference = static (x, _) => x * ReferenceMath.NormalCdf(x),
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Gelu(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Fma(x * TMath.Of(0.3989422804014327), TMath.Exp(TMath.Of(-0.5) * x * x), TMath.NormalCdf(x));
}
