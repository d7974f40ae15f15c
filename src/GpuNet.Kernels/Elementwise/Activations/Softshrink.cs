using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// x moved towards 0 by Lambda, 0 within Lambda of it. The derivative at -Lambda and Lambda is 0, as in torch. NaN stays
/// NaN; torch 1.13 makes it 0.
/// </summary>
/// <param name="Lambda">How far values move, 0 or more.</param>
public readonly record struct Softshrink(float Lambda) : IUnaryOp<Softshrink>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "softshrink", OpCategory.Activation, "y = x - lambda if x > lambda, x + lambda if x < -lambda, else 0",
        "0 if -lambda <= x <= lambda, else 1", BackwardNeeds.Input, "Donoho 1995; torch.nn.Softshrink")
    {
        Parameters = [new("lambda", 0.5, "how far values move")],
        Reference = static (x, p) => x > p[0] ? x - p[0] : x < -p[0] ? x + p[0] : 0 * x,
        Kinks = [new(-0.5, 0, "torch: shrink_backward"), new(0.5, 0, "torch: shrink_backward")],
        MaxUlps = 1,
    };

    /// <inheritdoc/>
    public static bool Selects => true;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var lambda = TMath.Of(Lambda);
        return x > lambda ? x - lambda : x < -lambda ? x + lambda : x * T.Zero;
    }

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x < TMath.Of(-Lambda) || x > TMath.Of(Lambda) ? T.One : T.Zero;
}
