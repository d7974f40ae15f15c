using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The cosine of radians; NaN at infinities.</summary>
public readonly record struct Cos : IUnaryOp<Cos>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "cos", OpCategory.Arithmetic, "y = cos(x)", "-sin(x)", BackwardNeeds.Input, "torch.cos")
    {
        Reference = static (x, _) => Math.Cos(x),
        MaxUlps = 3,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Cos(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        -TMath.Sin(x);
}
