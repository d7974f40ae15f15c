using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// x above Limit, Value from there down. The derivative at Limit is 0, as in torch, whose parameters have no defaults;
/// with these it is a ReLU.
/// </summary>
/// <param name="Limit">The threshold.</param>
/// <param name="Value">What replaces inputs up to the threshold.</param>
public readonly record struct Threshold(float Limit, float Value) : IUnaryOp<Threshold>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "threshold", OpCategory.Activation, "y = x if x > threshold, else value", "1 if x > threshold, else 0",
        BackwardNeeds.Input, "torch.nn.Threshold")
    {
        Parameters =
        [
            new("threshold", 0, "the threshold"),
            new("value", 0, "what replaces inputs up to it"),
        ],
        Reference = static (x, p) => x <= p[0] ? p[1] : x,
        Kinks = [new(0, 0, "torch: threshold_backward")],
        MaxUlps = 0,
    };

    /// <inheritdoc/>
    public static bool Selects => true;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x <= TMath.Of(Limit) ? TMath.Of(Value) : x;

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x <= TMath.Of(Limit) ? T.Zero : T.One;
}
