using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>A piecewise linear sigmoid. The derivative at -3 and 3 is 0, as in torch.</summary>
public readonly record struct HardSigmoid : IUnaryOp<HardSigmoid>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "hard_sigmoid", OpCategory.Activation, "y = min(max(x + 3, 0), 6) / 6", "1/6 if -3 < x < 3, else 0",
        BackwardNeeds.Input, "Courbariaux et al. 2015; torch.nn.Hardsigmoid")
    {
        Reference = static (x, _) => Math.Clamp(x + 3, 0, 6) / 6,
        Kinks = [new(-3, 0, "torch: hardsigmoid_backward"), new(3, 0, "torch: hardsigmoid_backward")],
        MaxUlps = 1,
    };

    /// <inheritdoc/>
    public static bool Selects => true;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Min(TMath.Max(x + TMath.Of(3.0), T.Zero), TMath.Of(6.0)) / TMath.Of(6.0);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x > TMath.Of(-3.0) && x < TMath.Of(3.0) ? TMath.Of(1.0 / 6) : T.Zero;
}
