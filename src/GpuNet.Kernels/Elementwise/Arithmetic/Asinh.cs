using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The inverse hyperbolic sine.</summary>
public readonly record struct Asinh : IUnaryOp<Asinh>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "asinh", OpCategory.Arithmetic, "y = log(x + sqrt(x^2 + 1))", "1 / sqrt(x^2 + 1)", BackwardNeeds.Input,
        "torch.asinh")
    {
        Reference = static (x, _) => Math.Asinh(x),
        MaxUlps = 2,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Asinh(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.One / TMath.Sqrt(TMath.Fma(x, x, T.One));
}
