using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// x^Exponent, with C's special values. For the exponent 0 the derivative is 0 everywhere, as in torch.
/// </summary>
/// <param name="Exponent">The exponent.</param>
public readonly record struct PowConstant(float Exponent) : IUnaryOp<PowConstant>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "pow_constant", OpCategory.Arithmetic, "y = x^exponent", "exponent x^(exponent - 1)", BackwardNeeds.Input,
        "torch.pow")
    {
        Parameters = [new("exponent", 2, "the exponent")],
        Reference = static (x, p) => Math.Pow(x, p[0]),
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        Power<T, TMath>(x, TMath.Of(Exponent));

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var exponent = TMath.Of(Exponent);
        return exponent == T.Zero ? T.Zero : exponent * Power<T, TMath>(x, exponent - T.One);
    }

    /// <summary>The exponents that are used most are products, whose rounding errors are no larger than those of a power.</summary>
    private static T Power<T, TMath>(T x, T exponent)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        if (exponent == T.One)
            return x;
        if (exponent == TMath.Of(2.0))
            return x * x;
        return exponent == TMath.Of(3.0) ? x * x * x : TMath.Pow(x, exponent);
    }
}
