using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The inverse hyperbolic cosine, NaN below 1. The derivative at 1 is +inf.</summary>
public readonly record struct Acosh : IUnaryOp<Acosh>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "acosh", OpCategory.Arithmetic, "y = log(x + sqrt(x^2 - 1))", "1 / sqrt(x^2 - 1)", BackwardNeeds.Input,
        "torch.acosh")
    {
        Reference = static (x, _) => Math.Acosh(x),
        Domain = (1.1, 100),
        MaxUlps = 2.5,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Acosh(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.One / (TMath.Sqrt(x - T.One) * TMath.Sqrt(x + T.One));
}
