using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The hyperbolic tangent.</summary>
public readonly record struct Tanh : IUnaryOp<Tanh>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "tanh", OpCategory.Activation, "y = tanh(x)", "1 - y^2", BackwardNeeds.Output, "torch.nn.Tanh")
    {
        Reference = static (x, _) => Math.Tanh(x),
        MaxUlps = 3,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Tanh(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Fma(-y, y, T.One);
}
