using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// x limited to [Min, Max]. The derivative at the limits is 1, as in torch (where hard tanh has 0).
/// </summary>
/// <param name="Min">The lower limit.</param>
/// <param name="Max">The upper limit.</param>
public readonly record struct Clamp(float Min, float Max) : IUnaryOp<Clamp>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "clamp", OpCategory.Arithmetic, "y = min(max(x, min), max)", "1 if min <= x <= max, else 0",
        BackwardNeeds.Input, "torch.clamp")
    {
        Parameters = [new("min", -1, "lower limit"), new("max", 1, "upper limit")],
        Reference = static (x, p) => Math.Clamp(x, p[0], p[1]),
        Kinks = [new(-1, 1, "torch: clamp_backward"), new(1, 1, "torch: clamp_backward")],
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
        x >= TMath.Of(Min) && x <= TMath.Of(Max) ? T.One : T.Zero;
}
