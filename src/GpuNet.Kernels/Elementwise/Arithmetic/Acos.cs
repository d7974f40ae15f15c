using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The inverse cosine, NaN outside [-1, 1]. The derivative at -1 and 1 is -inf.</summary>
public readonly record struct Acos : IUnaryOp<Acos>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "acos", OpCategory.Arithmetic, "y = acos(x)", "-1 / sqrt(1 - x^2)", BackwardNeeds.Input, "torch.acos")
    {
        Reference = static (x, _) => Math.Acos(x),
        Domain = (-0.95, 0.95),
        MaxUlps = 2,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Acos(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        -T.One / TMath.Sqrt((T.One - x) * (T.One + x));
}
