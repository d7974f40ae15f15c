using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The smallest integer not below x. The derivative is 0 everywhere, as in torch.</summary>
public readonly record struct Ceiling : IUnaryOp<Ceiling>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "ceil", OpCategory.Arithmetic, "y = smallest integer >= x", "0", BackwardNeeds.None, "torch.ceil")
    {
        Reference = static (x, _) => Math.Ceiling(x),
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
        var nearest = TMath.RoundToEven(x);
        return TMath.CopySign(nearest < x ? nearest + T.One : nearest, x);
    }

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.Zero;
}
