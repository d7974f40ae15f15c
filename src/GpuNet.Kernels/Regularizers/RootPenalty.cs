using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// The term of the group lasso: Strength * sqrt(s), of the sum s of a group's squares. The derivative at 0 is 0, which
/// together with the squares' own derivative is the subgradient of the norm that keeps a group of zeros where it is.
/// </summary>
/// <param name="Strength">The factor of the group's norm.</param>
public readonly record struct RootPenalty(float Strength) : IUnaryOp<RootPenalty>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "root_penalty", OpCategory.Regularizer, "y = strength sqrt(x), x = sum of a group's squares",
        "strength / (2 sqrt(x))", BackwardNeeds.Input, "Yuan and Lin 2006, group lasso")
    {
        Parameters = [new("strength", 0.01, "factor of the penalty")],
        Reference = static (x, p) => p[0] * Math.Sqrt(x),
        Domain = (0.01, 100),
        MaxUlps = 2,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Of(Strength) * TMath.Sqrt(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x == T.Zero ? T.Zero : TMath.Of(0.5) * TMath.Of(Strength) / TMath.Sqrt(x);
}
