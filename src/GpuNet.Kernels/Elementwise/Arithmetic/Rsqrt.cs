using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>1 / sqrt(x); +inf at 0, NaN below.</summary>
public readonly record struct Rsqrt : IUnaryOp<Rsqrt>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "rsqrt", OpCategory.Arithmetic, "y = 1 / sqrt(x)", "-y^3 / 2", BackwardNeeds.Output, "torch.rsqrt")
    {
        Reference = static (x, _) => 1 / Math.Sqrt(x),
        Domain = (0.05, 100),
        MaxUlps = 2,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Rsqrt(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Of(-0.5) * y * y * y;
}
