using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>e^x - 1, accurate near 0.</summary>
public readonly record struct Expm1 : IUnaryOp<Expm1>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "expm1", OpCategory.Arithmetic, "y = exp(x) - 1", "y + 1", BackwardNeeds.Output, "torch.expm1")
    {
        Reference = static (x, _) => ReferenceMath.Expm1(x),
        MaxUlps = 2,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Expm1(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        y + T.One;
}
