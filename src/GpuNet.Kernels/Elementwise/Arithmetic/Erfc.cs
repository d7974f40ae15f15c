using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>1 - erf(x), accurate where that is small.</summary>
public readonly record struct Erfc : IUnaryOp<Erfc>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "erfc", OpCategory.Arithmetic, "y = 1 - erf(x)", "-2 exp(-x^2) / sqrt(pi)", BackwardNeeds.Input,
        "torch.erfc")
    {
        Reference = static (x, _) => ReferenceMath.Erfc(x),
        MaxUlps = 3.5,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Erfc(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Of(-1.1283791670955126) * TMath.Exp(-x * x);
}
