using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>|x|. The derivative is the sign of x, and 0 at 0, as in torch (abs_backward).</summary>
public readonly record struct Abs : IUnaryOp<Abs>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "abs", OpCategory.Arithmetic, "y = |x|", "sign(x)", BackwardNeeds.Input,
        "torch.abs")
    {
        Reference = static (x, _) => Math.Abs(x),
        Kinks = [new(0, 0, "torch: abs_backward is grad * sgn(x), sgn(0) = 0")],
        MaxUlps = 0,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Abs(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x > T.Zero ? T.One : x < T.Zero ? -T.One : T.Zero;
}
