using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The logarithm to base 10; -inf at 0, NaN below.</summary>
public readonly record struct Log10 : IUnaryOp<Log10>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "log10", OpCategory.Arithmetic, "y = log10(x)", "1 / (x log(10))", BackwardNeeds.Input, "torch.log10")
    {
        Reference = static (x, _) => Math.Log10(x),
        Domain = (0.01, 100),
        MaxUlps = 1,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Log10(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.One / (x * TMath.Of(2.302585092994046));
}
