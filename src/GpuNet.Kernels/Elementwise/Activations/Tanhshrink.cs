using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// x - tanh(x); below 2 by a continued fraction of positive terms, as the difference would cancel.
/// </summary>
public readonly record struct Tanhshrink : IUnaryOp<Tanhshrink>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "tanhshrink", OpCategory.Activation, "y = x - tanh(x)", "tanh(x)^2", BackwardNeeds.Input,
        "torch.nn.Tanhshrink")
    {
        Reference = static (x, _) => ReferenceMath.Tanhshrink(x),
        MaxUlps = 3,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var large = x - TMath.Tanh(x);
        return TMath.Abs(x) < TMath.Of(2.0) ? NearZero<T, TMath>(x) : large;
    }

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var t = TMath.Tanh(x);
        return t * t;
    }

    /// <summary>
    /// x^3 / (x^2 + 3 + x^2 / (5 + x^2 / (7 + ...))): Lambert's fraction of tanh, cut at 21. Four roundings count: of the square,
    /// of the divisor, of the quotient and of the product.
    /// </summary>
    private static T NearZero<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var square = x * x;
        var u = square / TMath.Of(21.0);
        u = square / (TMath.Of(19.0) + u);
        u = square / (TMath.Of(17.0) + u);
        u = square / (TMath.Of(15.0) + u);
        u = square / (TMath.Of(13.0) + u);
        u = square / (TMath.Of(11.0) + u);
        u = square / (TMath.Of(9.0) + u);
        u = square / (TMath.Of(7.0) + u);
        u = square / (TMath.Of(5.0) + u);
        return x * (square / (TMath.Of(3.0) + (square + u)));
    }
}
