using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The logistic function 1 / (1 + e^-x).</summary>
public readonly record struct Sigmoid : IUnaryOp<Sigmoid>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "sigmoid", OpCategory.Activation, "y = 1 / (1 + exp(-x))", "y (1 - y)", BackwardNeeds.Output,
        "torch.nn.Sigmoid")
    {
        Reference = static (x, _) => 1 / (1 + Math.Exp(-x)),
        Domain = (-80, 80),
        MaxUlps = 2.5,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Sigmoid(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        y * (T.One - y);
}
