using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// a above 0, b a from there down, where b is learned. The derivatives at 0 are the negative side's, as in torch.
/// </summary>
public readonly record struct PRelu : IBinaryOp<PRelu>
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "prelu", OpCategory.Activation, "y = a if a > 0, else b a", "1 if a > 0, else b; and 0 if a > 0, else a",
        BackwardNeeds.Input, "He et al. 2015; torch.nn.PReLU")
    {
        Reference = static (a, b, _) => a > 0 ? a : b * a,
        SelectsB = true,
    };

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        a > T.Zero ? a : b * a;

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        a > T.Zero ? T.One : b;

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        a > T.Zero ? T.Zero : a;
}
