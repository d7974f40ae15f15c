using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The logarithm to base 2; -inf at 0, NaN below.</summary>
public readonly record struct Log2 : IUnaryOp<Log2>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "log2", OpCategory.Arithmetic, "y = log2(x)", "1 / (x log(2))", BackwardNeeds.Input, "torch.log2")
    {
        Reference = static (x, _) => Math.Log2(x),
        Domain = (0.01, 100),
        MaxUlps = 1,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Log2(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.One / (x * TMath.Of(0.6931471805599453));
}
