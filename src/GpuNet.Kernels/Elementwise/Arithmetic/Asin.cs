using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The inverse sine, NaN outside [-1, 1]. The derivative at -1 and 1 is +inf.</summary>
public readonly record struct Asin : IUnaryOp<Asin>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "asin", OpCategory.Arithmetic, "y = asin(x)", "1 / sqrt(1 - x^2)", BackwardNeeds.Input, "torch.asin")
    {
        Reference = static (x, _) => Math.Asin(x),
        Domain = (-0.95, 0.95),
        MaxUlps = 3,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Asin(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.One / TMath.Sqrt((T.One - x) * (T.One + x));
}
