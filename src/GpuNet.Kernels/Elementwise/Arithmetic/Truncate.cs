using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The integer next to x towards 0. The derivative is 0 everywhere, as in torch.</summary>
public readonly record struct Truncate : IUnaryOp<Truncate>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "trunc", OpCategory.Arithmetic, "y = integer part of x", "0", BackwardNeeds.None, "torch.trunc")
    {
        Reference = static (x, _) => Math.Truncate(x),
        Domain = (1.05, 1.95),
        MaxUlps = 0,
    };

    /// <inheritdoc/>
    public static bool Selects => true;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var a = TMath.Abs(x);
        var nearest = TMath.RoundToEven(a);
        return TMath.CopySign(nearest > a ? nearest - T.One : nearest, x);
    }

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.Zero;
}
