using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>x limited to [Min, Max]. The derivative at the limits is 0, as in torch.</summary>
/// <param name="Min">The lower limit.</param>
/// <param name="Max">The upper limit.</param>
public readonly record struct HardTanh(float Min, float Max) : IUnaryOp<HardTanh>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "hard_tanh", OpCategory.Activation, "y = min(max(x, min), max)", "1 if min < x < max, else 0",
        BackwardNeeds.Input, "Collobert 2004; torch.nn.Hardtanh")
    {
        Parameters = [new("min", -1, "lower limit"), new("max", 1, "upper limit")],
        Reference = static (x, p) => Math.Clamp(x, p[0], p[1]),
        Kinks = [new(-1, 0, "torch: hardtanh_backward"), new(1, 0, "torch: hardtanh_backward")],
        MaxUlps = 0,
    };

    /// <inheritdoc/>
    public static bool Selects => true;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Min(TMath.Max(x, TMath.Of(Min)), TMath.Of(Max));

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x > TMath.Of(Min) && x < TMath.Of(Max) ? T.One : T.Zero;
}
