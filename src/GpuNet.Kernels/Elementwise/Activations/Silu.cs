using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// x times its sigmoid, also called Swish. At infinities the derivative, and at -inf the value, is NaN (inf * 0), as
/// in torch.
/// </summary>
public readonly record struct Silu : IUnaryOp<Silu>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "silu", OpCategory.Activation, "y = x / (1 + exp(-x))", "s (1 + x (1 - s)) with s = sigmoid(x)",
        BackwardNeeds.Input, "Elfwing et al. 2017; Ramachandran et al. 2017; torch.nn.SiLU")
    {
        Reference = static (x, _) => x / (1 + Math.Exp(-x)),
        MaxUlps = 3,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        Gating.TimesSigmoid<T, TMath>(x, x, T.Zero);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var s = TMath.Sigmoid(x);
        return s * (T.One + x * (T.One - s));
    }
}
