using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The inverse tangent.</summary>
public readonly record struct Atan : IUnaryOp<Atan>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "atan", OpCategory.Arithmetic, "y = atan(x)", "1 / (1 + x^2)", BackwardNeeds.Input, "torch.atan")
    {
        Reference = static (x, _) => Math.Atan(x),
        MaxUlps = 2,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Atan(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.One / TMath.Fma(x, x, T.One);
}
