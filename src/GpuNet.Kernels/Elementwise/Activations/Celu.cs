using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>x above 0, Alpha (e^(x / Alpha) - 1) from there down: an ELU with a continuous derivative.</summary>
/// <param name="Alpha">Minus the limit for negative inputs, above 0; 1 is usual.</param>
public readonly record struct Celu(float Alpha) : IUnaryOp<Celu>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "celu", OpCategory.Activation, "y = x if x > 0, else alpha (exp(x / alpha) - 1)",
        "1 if x > 0, else exp(x / alpha)", BackwardNeeds.Input, "Barron 2017; torch.nn.CELU")
    {
        Parameters = [new("alpha", 1, "minus the limit for negative inputs")],
        Reference = static (x, p) => x > 0 ? x : p[0] * ReferenceMath.Expm1(x / p[0]),
        Kinks = [new(0, 1, "both sides agree, only the second derivative jumps")],
        MaxUlps = 2.5,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var z = x / TMath.Of(Alpha);
        // Near 0, where the quotient may be denormal, the two factors cancel.
        return x > T.Zero || TMath.Abs(z) < TMath.Of(1e-30) ? x : TMath.Of(Alpha) * TMath.Expm1(z);
    }

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x > T.Zero ? T.One : TMath.Exp(x / TMath.Of(Alpha));
}
