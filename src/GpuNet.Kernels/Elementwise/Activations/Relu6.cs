using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>max(x, 0), at most 6. The derivative at 0 and 6 is 0, as in torch.</summary>
public readonly record struct Relu6 : IUnaryOp<Relu6>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "relu6", OpCategory.Activation, "y = min(max(x, 0), 6)", "1 if 0 < x < 6, else 0", BackwardNeeds.Input,
        "Krizhevsky 2010; torch.nn.ReLU6")
    {
        Reference = static (x, _) => Math.Clamp(x, 0, 6),
        Kinks = [new(0, 0, "torch: hardtanh_backward"), new(6, 0, "torch: hardtanh_backward")],
        MaxUlps = 0,
    };

    /// <inheritdoc/>
    public static bool Selects => true;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Min(TMath.Max(x, T.Zero), TMath.Of(6.0));

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x > T.Zero && x < TMath.Of(6.0) ? T.One : T.Zero;
}
