using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The hyperbolic sine.</summary>
public readonly record struct Sinh : IUnaryOp<Sinh>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "sinh", OpCategory.Arithmetic, "y = (exp(x) - exp(-x)) / 2", "cosh(x)", BackwardNeeds.Input, "torch.sinh")
    {
        Reference = static (x, _) => Math.Sinh(x),
        MaxUlps = 2.5,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Sinh(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Cosh(x);
}
