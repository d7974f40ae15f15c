using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>Factor * x.</summary>
/// <param name="Factor">The constant factor.</param>
public readonly record struct Scale(float Factor) : IUnaryOp<Scale>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "scale", OpCategory.Arithmetic, "y = factor x", "factor", BackwardNeeds.None,
        "elementary calculus")
    {
        Reference = static (x, p) => p[0] * x,
        Parameters = [new("factor", 2, "constant factor")],
        MaxUlps = 1,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Of(Factor) * x;

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Of(Factor);
}
