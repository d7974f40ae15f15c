using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>x above 0, Alpha (e^x - 1) from there down. The derivative at 0 is Alpha, as in torch.</summary>
/// <param name="Alpha">Minus the limit for negative inputs; 1 is usual.</param>
public readonly record struct Elu(float Alpha) : IUnaryOp<Elu>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "elu", OpCategory.Activation, "y = x if x > 0, else alpha (exp(x) - 1)", "1 if x > 0, else alpha exp(x)",
        BackwardNeeds.Input, "Clevert et al. 2016; torch.nn.ELU")
    {
        Parameters = [new("alpha", 1, "minus the limit for negative inputs")],
        Reference = static (x, p) => x > 0 ? x : p[0] * ReferenceMath.Expm1(x),
        Kinks = [new(0, 1, "torch: elu_backward takes the negative side at 0")],
        MaxUlps = 2,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x > T.Zero ? x : TMath.Of(Alpha) * TMath.Expm1(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x > T.Zero ? T.One : TMath.Of(Alpha) * TMath.Exp(x);
}
