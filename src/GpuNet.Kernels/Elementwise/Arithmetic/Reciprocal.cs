using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>1 / x.</summary>
public readonly record struct Reciprocal : IUnaryOp<Reciprocal>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "reciprocal", OpCategory.Arithmetic, "y = 1 / x", "-y^2", BackwardNeeds.Output,
        "torch.reciprocal")
    {
        Reference = static (x, _) => 1 / x,
        Domain = (0.1, 10),
        MaxUlps = 1,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.One / x;

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        -(y * y);
}
