using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>2^x.</summary>
public readonly record struct Exp2 : IUnaryOp<Exp2>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "exp2", OpCategory.Arithmetic, "y = 2^x", "y log(2)", BackwardNeeds.Output, "torch.exp2")
    {
        Reference = static (x, _) => Math.Pow(2, x),
        MaxUlps = 1.5,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Exp2(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        y * TMath.Of(0.6931471805599453);
}
