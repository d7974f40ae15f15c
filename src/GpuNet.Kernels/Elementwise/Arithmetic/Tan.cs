using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The tangent of radians; NaN at infinities.</summary>
public readonly record struct Tan : IUnaryOp<Tan>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "tan", OpCategory.Arithmetic, "y = tan(x)", "1 + y^2", BackwardNeeds.Output, "torch.tan")
    {
        Reference = static (x, _) => Math.Tan(x),
        // 4.22 were seen, at -2391873800: a quotient of two values that each have an error of their own.
        MaxUlps = 5,
        Domain = (-1.4, 1.4),
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Tan(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Fma(y, y, T.One);
}
