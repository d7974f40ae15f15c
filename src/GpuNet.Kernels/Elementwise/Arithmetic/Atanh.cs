using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The inverse hyperbolic tangent: infinite at -1 and 1, NaN beyond.</summary>
public readonly record struct Atanh : IUnaryOp<Atanh>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "atanh", OpCategory.Arithmetic, "y = log((1 + x) / (1 - x)) / 2", "1 / (1 - x^2)", BackwardNeeds.Input,
        "torch.atanh")
    {
        Reference = static (x, _) => Math.Atanh(x),
        Domain = (-0.95, 0.95),
        MaxUlps = 2.5,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Atanh(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.One / ((T.One - x) * (T.One + x));
}
