using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>x sigmoid(1.702 x), a fast stand-in for GELU. At -inf it is NaN (-inf * 0), as in torch.</summary>
public readonly record struct QuickGelu : IUnaryOp<QuickGelu>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "quick_gelu", OpCategory.Activation, "y = x / (1 + exp(-1.702 x))",
        "s (1 + 1.702 x (1 - s)) with s = sigmoid(1.702 x)", BackwardNeeds.Input,
        "Hendrycks and Gimpel 2016; CLIP (Radford et al. 2021)")
    {
        Reference = static (x, _) => x / (1 + Math.Exp(-Factor * x)),
        MaxUlps = 3,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var z = TMath.Of(Factor) * x;
        var low = TMath.Fma(TMath.Of(Factor), x, -z) + TMath.RestOf(Factor) * x;
        return Gating.TimesSigmoid<T, TMath>(x, z, low);
    }

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var s = TMath.Sigmoid(TMath.Of(Factor) * x);
        return s + TMath.Of(Factor) * (x * s * (T.One - s));
    }

    private const double Factor = 1.702;
}
