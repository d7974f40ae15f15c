using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// a^b, with C's special values. Where b is 0 the derivative by a is 0, and where a is 0 and b not negative the one
/// by b, as in torch.
/// </summary>
public readonly record struct Pow : IBinaryOp<Pow>
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "pow", OpCategory.Arithmetic, "y = a^b", "b a^(b - 1) and y log(a)", BackwardNeeds.Input, "torch.pow")
    {
        Reference = static (a, b, _) => Math.Pow(a, b),
        DomainA = (0.2, 4),
        DomainB = (-3, 3),
        MaxUlps = 4,
    };

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Pow(a, b);

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        b == T.Zero ? T.Zero : b * TMath.Pow(a, b - T.One);

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        a == T.Zero && b >= T.Zero ? T.Zero : TMath.Pow(a, b) * TMath.Log(a);
}
