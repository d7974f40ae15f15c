using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>-x.</summary>
public readonly record struct Negate : IUnaryOp<Negate>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "neg", OpCategory.Arithmetic, "y = -x", "-1", BackwardNeeds.None,
        "torch.neg")
    {
        Reference = static (x, _) => -x,
        MaxUlps = 0,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        -x;

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        -T.One;
}
