using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// The self-normalizing ELU: mean 0 and variance 1 are its fixed point. The derivative at 0 is the
/// negative side's, as in torch.
/// </summary>
public readonly record struct Selu : IUnaryOp<Selu>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "selu", OpCategory.Activation, "y = 1.0507 (x if x > 0, else 1.67326 (exp(x) - 1))",
        "1.0507 if x > 0, else 1.75810 exp(x)", BackwardNeeds.Input, "Klambauer et al. 2017; torch.nn.SELU")
    {
        Reference = static (x, _) => x > 0 ? Scale * x : Scale * Alpha * ReferenceMath.Expm1(x),
        Kinks = [new(0, 1.7580993408473766, "torch: elu_backward takes the negative side at 0")],
        MaxUlps = 2,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x > T.Zero ? TMath.Of(Scale) * x : TMath.Of(Scale * Alpha) * TMath.Expm1(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x > T.Zero ? TMath.Of(Scale) : TMath.Of(Scale * Alpha) * TMath.Exp(x);

    private const double Scale = 1.0507009873554804934193349852946;
    private const double Alpha = 1.6732632423543772848170429916717;
}
