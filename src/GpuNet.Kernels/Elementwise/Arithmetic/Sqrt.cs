using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The square root; NaN below 0. The derivative at 0 is +inf.</summary>
public readonly record struct Sqrt : IUnaryOp<Sqrt>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "sqrt", OpCategory.Arithmetic, "y = sqrt(x)", "1 / (2 y)", BackwardNeeds.Output,
        "torch.sqrt")
    {
        Reference = static (x, _) => Math.Sqrt(x),
        Domain = (0.01, 100),
        MaxUlps = 1,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Sqrt(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.One / (y + y);
}
