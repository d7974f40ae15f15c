using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// The term of L2 regularization: Strength / 2 * w^2, so that its gradient Strength * w is what weight decay adds.
/// </summary>
/// <param name="Strength">The factor lambda of the penalty.</param>
public readonly record struct L2Penalty(float Strength) : IUnaryOp<L2Penalty>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "l2_penalty", OpCategory.Regularizer, "y = strength / 2 x^2", "strength x", BackwardNeeds.Input,
        "Hoerl and Kennard 1970, ridge; torch weight_decay")
    {
        Parameters = [new("strength", 0.01, "factor of the penalty")],
        Reference = static (x, p) => p[0] / 2 * x * x,
        MaxUlps = 2,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Of(0.5) * TMath.Of(Strength) * x * x; // in this order: the square by itself may overflow

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Of(Strength) * x;
}
