using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>x / (1 + |x|); NaN at infinities, as in torch.</summary>
public readonly record struct Softsign : IUnaryOp<Softsign>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "softsign", OpCategory.Activation, "y = x / (1 + |x|)", "1 / (1 + |x|)^2", BackwardNeeds.Input,
        "Bergstra et al. 2009; torch.nn.Softsign")
    {
        Reference = static (x, _) => x / (1 + Math.Abs(x)),
        Kinks = [new(0, 1, "both sides agree, only the second derivative jumps")],
        MaxUlps = 2,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x / (T.One + TMath.Abs(x));

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var r = T.One / (T.One + TMath.Abs(x));
        return r * r;
    }
}
