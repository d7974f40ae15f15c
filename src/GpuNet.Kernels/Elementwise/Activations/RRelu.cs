using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// Leaky ReLU with the slope in the middle of [Lower, Upper]: what a randomized leaky ReLU is when it is evaluated. In
/// training the slope of each element is drawn from there. The derivative at 0 is the negative side's, as in torch.
/// </summary>
/// <param name="Lower">The smallest slope.</param>
/// <param name="Upper">The largest slope.</param>
public readonly record struct RRelu(float Lower, float Upper) : IUnaryOp<RRelu>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "rrelu", OpCategory.Activation, "y = x if x > 0, else a x, a = (lower + upper) / 2, in training random",
        "1 if x > 0, else a", BackwardNeeds.Input, "Xu et al. 2015; torch.nn.RReLU")
    {
        Parameters = [new("lower", 0.125, "smallest slope"), new("upper", 1.0 / 3, "largest slope")],
        Reference = static (x, p) => x > 0 ? x : (p[0] + p[1]) / 2 * x,
        Kinks = [new(0, 0.22916667, "torch: rrelu_with_noise_backward takes the negative side at 0")],
        MaxUlps = 2,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x > T.Zero ? x : Slope<T, TMath>() * x;

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x > T.Zero ? T.One : Slope<T, TMath>();

    private T Slope<T, TMath>()
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        (TMath.Of(Lower) + TMath.Of(Upper)) * TMath.Of(0.5);
}
