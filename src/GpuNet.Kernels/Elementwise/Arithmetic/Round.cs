using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The nearest integer, of two the even one. The derivative is 0 everywhere, as in torch.</summary>
public readonly record struct Round : IUnaryOp<Round>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "round", OpCategory.Arithmetic, "y = nearest integer, ties to even", "0", BackwardNeeds.None, "torch.round")
    {
        Reference = static (x, _) => Math.Round(x, MidpointRounding.ToEven),
        Domain = (1.55, 2.45),
        MaxUlps = 0,
    };

    /// <inheritdoc/>
    public static bool Selects => true;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.RoundToEven(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.Zero;
}
