using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// The absolute error |x - t| of prediction x and target t; its mean is the L1 loss. No gradient at a tie.
/// </summary>
public readonly record struct AbsoluteError : IBinaryOp<AbsoluteError>
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "absolute_error", OpCategory.Loss, "y = |x - t|",
        "sign(x - t) and sign(t - x), 0 at a tie", BackwardNeeds.Input, "torch.nn.L1Loss")
    {
        Reference = static (x, t, _) => Math.Abs(x - t),
        DistanceToKink = static (x, t, _) => Math.Abs(x - t),
        MaxUlps = 1,
    };

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Abs(a - b);

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        a > b ? T.One : a < b ? -T.One : (a - b) * T.Zero; // NaN stays NaN

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        b > a ? T.One : b < a ? -T.One : (b - a) * T.Zero;
}
