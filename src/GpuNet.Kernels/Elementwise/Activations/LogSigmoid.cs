using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>log(1 / (1 + e^-x)), without overflow and accurate in both tails.</summary>
public readonly record struct LogSigmoid : IUnaryOp<LogSigmoid>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "log_sigmoid", OpCategory.Activation, "y = -log(1 + exp(-x))", "1 / (1 + exp(x))", BackwardNeeds.Input,
        "torch.nn.LogSigmoid")
    {
        Reference = static (x, _) => Math.Min(x, 0) - ReferenceMath.Log1p(Math.Exp(-Math.Abs(x))),
        Domain = (-80, 80),
        MaxUlps = 2,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Min(x, T.Zero) - TMath.Log1p(TMath.Exp(-TMath.Abs(x)));

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Sigmoid(-x);
}
