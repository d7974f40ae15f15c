using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// GELU by its approximation with tanh, here x sigmoid(2 z) with z = sqrt(2/pi) (x + 0.044715 x^3). At -inf it is NaN
/// (-inf * 0), as in torch.
/// </summary>
public readonly record struct GeluTanh : IUnaryOp<GeluTanh>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "gelu_tanh", OpCategory.Activation, "y = x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))) / 2",
        "s + x s (1 - s) 2 sqrt(2/pi) (1 + 0.134145 x^2)", BackwardNeeds.Input,
        "Hendrycks and Gimpel 2016; torch.nn.GELU(approximate='tanh')")
    {
        Reference = static (x, _) => x / (1 + Math.Exp(-(C1 + C3 * x * x) * x)),
        MaxUlps = 3,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        // The exponent to twice the digits: in the tail its rounding error would be multiplied by its size.
        var c = Limited<T, TMath>(x);
        var square = c * c;
        var cubic = TMath.Of(C3) * square;
        var cubicLow = TMath.Fma(TMath.Of(C3), square, -cubic)
            + TMath.Of(C3) * TMath.Fma(c, c, -square) + TMath.RestOf(C3) * square;
        var p = TMath.Of(C1) + cubic;
        var part = p - TMath.Of(C1);
        var pLow = TMath.Of(C1) - (p - part) + (cubic - part) + (cubicLow + TMath.RestOf(C1));
        var z = c * p;
        return Gating.TimesSigmoid<T, TMath>(x, z, TMath.Fma(c, p, -z) + c * pLow);
    }

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var c = Limited<T, TMath>(x);
        var square = c * c;
        var s = TMath.Sigmoid(c * TMath.Fma(TMath.Of(C3), square, TMath.Of(C1)));
        return s + x * (s * (T.One - s) * TMath.Fma(TMath.Of(3 * C3), square, TMath.Of(C1)));
    }

    /// <summary>2 sqrt(2 / pi).</summary>
    private const double C1 = 1.5957691216057308;
    private const double C3 = C1 * 0.044715;

    /// <summary>x limited to where the sigmoid is neither 0 nor 1 by far, so that no power overflows.</summary>
    private static T Limited<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Min(TMath.Max(x, TMath.Of(-100.0)), TMath.Of(100.0));
}
