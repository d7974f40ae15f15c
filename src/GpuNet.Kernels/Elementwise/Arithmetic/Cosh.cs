using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The hyperbolic cosine.</summary>
public readonly record struct Cosh : IUnaryOp<Cosh>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "cosh", OpCategory.Arithmetic, "y = (exp(x) + exp(-x)) / 2", "sinh(x)", BackwardNeeds.Input, "torch.cosh")
    {
        Reference = static (x, _) => Math.Cosh(x),
        MaxUlps = 2,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Cosh(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Sinh(x);
}
