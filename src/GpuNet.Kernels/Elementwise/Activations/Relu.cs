using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// max(x, 0). NaN stays NaN; -0 becomes +0. The derivative at 0 is 0, as in torch (threshold_backward).
/// </summary>
public readonly record struct Relu : IUnaryOp<Relu>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "relu", OpCategory.Activation, "y = max(x, 0)", "1 if y > 0, else 0", BackwardNeeds.Output, "torch.nn.ReLU")
    {
        Reference = static (x, _) => Math.Max(x, 0),
        ReadsOutputSign = true,
        Kinks = [new(0, 0, "torch: threshold_backward passes no gradient at 0")],
        MaxUlps = 0,
    };

    /// <inheritdoc/>
    public static bool Selects => true;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x <= T.Zero ? T.Zero : x;

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        y <= T.Zero ? T.Zero : T.One;
}
