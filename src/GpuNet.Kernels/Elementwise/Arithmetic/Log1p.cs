using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>log(1 + x), accurate near 0; -inf at -1, NaN below.</summary>
public readonly record struct Log1p : IUnaryOp<Log1p>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "log1p", OpCategory.Arithmetic, "y = log(1 + x)", "1 / (1 + x)", BackwardNeeds.Input, "torch.log1p")
    {
        Reference = static (x, _) => ReferenceMath.Log1p(x),
        Domain = (-0.9, 100),
        MaxUlps = 2,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Log1p(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.One / (T.One + x);
}
