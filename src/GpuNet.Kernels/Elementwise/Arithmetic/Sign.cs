using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// 1 above 0, -1 below; zeros and NaN stay (torch 1.13 makes NaN 0). The derivative is 0 everywhere, as in torch.
/// </summary>
public readonly record struct Sign : IUnaryOp<Sign>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "sign", OpCategory.Arithmetic, "y = 1 if x > 0, -1 if x < 0, else x", "0", BackwardNeeds.None, "torch.sign")
    {
        Reference = static (x, _) => x > 0 ? 1 : x < 0 ? -1 : x,
        Domain = (0.1, 8),
        MaxUlps = 0,
    };

    /// <inheritdoc/>
    public static bool Selects => true;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x > T.Zero ? T.One : x < T.Zero ? -T.One : x;

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.Zero;
}
