using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The natural logarithm; -inf at 0, NaN below.</summary>
public readonly record struct Log : IUnaryOp<Log>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "log", OpCategory.Arithmetic, "y = log(x)", "1 / x", BackwardNeeds.Input,
        "torch.log")
    {
        Reference = static (x, _) => Math.Log(x),
        Domain = (0.01, 100),
        MaxUlps = 1,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Log(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.One / x;
}
