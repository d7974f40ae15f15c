using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The error function.</summary>
public readonly record struct Erf : IUnaryOp<Erf>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "erf", OpCategory.Arithmetic, "y = 2 / sqrt(pi) integral of exp(-t^2) from 0 to x", "2 exp(-x^2) / sqrt(pi)",
        BackwardNeeds.Input, "torch.erf")
    {
        Reference = static (x, _) => ReferenceMath.Erf(x),
        MaxUlps = 2,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Erf(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Of(1.1283791670955126) * TMath.Exp(-x * x);
}
