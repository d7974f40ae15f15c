using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// A piecewise SiLU, x relu6(x + 3) / 6. The derivative is -1/2 at -3 and 1 at 3, as in torch.
/// </summary>
public readonly record struct HardSwish : IUnaryOp<HardSwish>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "hard_swish", OpCategory.Activation, "y = x min(max(x + 3, 0), 6) / 6",
        "0 if x < -3, 1 if x >= 3, else x / 3 + 1/2", BackwardNeeds.Input,
        "Howard et al. 2019 (MobileNetV3); torch.nn.Hardswish")
    {
        Reference = static (x, _) => x * Math.Clamp(x + 3, 0, 6) / 6,
        Kinks = [new(-3, -0.5, "torch: hardswish_backward"), new(3, 1, "torch: hardswish_backward")],
        MaxUlps = 2,
    };

    /// <inheritdoc/>
    public static bool Selects => true;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x * (TMath.Min(TMath.Max(x + TMath.Of(3.0), T.Zero), TMath.Of(6.0)) / TMath.Of(6.0));

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x < TMath.Of(-3.0) ? T.Zero : x >= TMath.Of(3.0) ? T.One : x / TMath.Of(3.0) + TMath.Of(0.5);
}
