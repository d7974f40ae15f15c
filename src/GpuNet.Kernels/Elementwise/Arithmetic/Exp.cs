using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>e^x.</summary>
public readonly record struct Exp : IUnaryOp<Exp>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "exp", OpCategory.Arithmetic, "y = exp(x)", "y", BackwardNeeds.Output,
        "torch.exp")
    {
        Reference = static (x, _) => Math.Exp(x),
        Domain = (-80, 80),
        MaxUlps = 1.5,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Exp(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        y;
}
