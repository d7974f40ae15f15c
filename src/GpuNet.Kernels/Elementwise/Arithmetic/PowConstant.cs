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
        TMath.Pow(x, TMath.Of(Exponent));

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var exponent = TMath.Of(Exponent);
        return exponent == T.Zero ? T.Zero : exponent * TMath.Pow(x, exponent - T.One);
    }
}
