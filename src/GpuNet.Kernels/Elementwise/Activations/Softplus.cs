using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>log(1 + e^(Beta x)) / Beta, a smooth ReLU; x itself where Beta x is above Threshold.</summary>
/// <param name="Beta">The steepness; 1 is usual.</param>
/// <param name="Threshold">Where Beta x is above it, y = x; 20 is usual.</param>
public readonly record struct Softplus(float Beta, float Threshold) : IUnaryOp<Softplus>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "softplus", OpCategory.Activation, "y = log(1 + exp(beta x)) / beta; x if beta x > threshold",
        "sigmoid(beta x); 1 if beta x > threshold", BackwardNeeds.Input, "Dugas et al. 2001; torch.nn.Softplus")
    {
        Parameters =
        [
            new("beta", 1, "steepness"),
            new("threshold", 20, "where beta x is above it, y = x"),
        ],
        Reference = static (x, p) => p[0] * x > p[1] ? x : (Math.Max(p[0] * x, 0) + ReferenceMath.Log1p(Math.Exp(-Math.Abs(p[0] * x)))) / p[0],
        MaxUlps = 3,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var beta = TMath.Of(Beta);
        var z = beta * x;
        var low = TMath.Fma(beta, x, -z);
        // In the tail it is e^z / beta, and the quotient enters before e^z may be denormal.
        var isTail = z < TMath.Of(-64.0);
        var e = Gating.TimesExp<T, TMath>(isTail ? T.One / beta : T.One, -TMath.Abs(z), z < T.Zero ? low : -low);
        var y = (TMath.Max(z, T.Zero) + TMath.Log1p(e)) / beta;
        return z > TMath.Of(Threshold) ? x : isTail ? e : y;
    }

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var z = TMath.Of(Beta) * x;
        return z > TMath.Of(Threshold) ? T.One : TMath.Sigmoid(z);
    }
}
