using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The sine of radians; NaN at infinities.</summary>
public readonly record struct Sin : IUnaryOp<Sin>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "sin", OpCategory.Arithmetic, "y = sin(x)", "cos(x)", BackwardNeeds.Input, "torch.sin")
    {
        Reference = static (x, _) => Math.Sin(x),
        MaxUlps = 3,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Sin(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Cos(x);
}
