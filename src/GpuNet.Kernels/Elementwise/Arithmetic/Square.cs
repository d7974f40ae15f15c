using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>x^2.</summary>
public readonly record struct Square : IUnaryOp<Square>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "square", OpCategory.Arithmetic, "y = x^2", "2 x", BackwardNeeds.Input,
        "torch.square")
    {
        Reference = static (x, _) => x * x,
        MaxUlps = 1,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x * x;

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x + x;
}
