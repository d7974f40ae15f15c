using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// x above 0, Slope * x from there down. The derivative at 0 is Slope, as in torch (leaky_relu_backward). It is taken
/// from the input, so the slope may have any sign.
/// </summary>
/// <param name="Slope">The slope for negative inputs; 0.01 is usual.</param>
public readonly record struct LeakyRelu(float Slope) : IUnaryOp<LeakyRelu>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "leaky_relu", OpCategory.Activation, "y = x if x > 0, else slope x", "1 if x > 0, else slope",
        BackwardNeeds.Input, "torch.nn.LeakyReLU")
    {
        Parameters = [new("slope", 0.01, "slope for negative inputs")],
        Reference = static (x, p) => x > 0 ? x : p[0] * x,
        Kinks = [new(0, 0.01, "torch: leaky_relu_backward takes the negative side at 0")],
        MaxUlps = 1,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x > T.Zero ? x : TMath.Of(Slope) * x;

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x > T.Zero ? T.One : TMath.Of(Slope);
}
