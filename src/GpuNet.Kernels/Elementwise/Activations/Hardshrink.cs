using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>x, but 0 within Lambda of 0. The derivative at -Lambda and Lambda is 0, as in torch.</summary>
/// <param name="Lambda">Values nearer to 0 become 0.</param>
public readonly record struct Hardshrink(float Lambda) : IUnaryOp<Hardshrink>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "hardshrink", OpCategory.Activation, "y = 0 if -lambda <= x <= lambda, else x",
        "0 if -lambda <= x <= lambda, else 1", BackwardNeeds.Input, "Donoho 1995; torch.nn.Hardshrink")
    {
        Parameters = [new("lambda", 0.5, "values nearer to 0 become 0")],
        Reference = static (x, p) => x >= -p[0] && x <= p[0] ? 0 : x,
        Kinks = [new(-0.5, 0, "torch: shrink_backward"), new(0.5, 0, "torch: shrink_backward")],
        MaxUlps = 0,
    };

    /// <inheritdoc/>
    public static bool Selects => true;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x >= TMath.Of(-Lambda) && x <= TMath.Of(Lambda) ? T.Zero : x;

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x < TMath.Of(-Lambda) || x > TMath.Of(Lambda) ? T.One : T.Zero;
}
