using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>1 where a is not equal to b, else 0: a mask of the operands' type. The derivative is 0.</summary>
public readonly record struct NotEqualTo : IBinaryOp<NotEqualTo>, IComparison
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "ne", OpCategory.Arithmetic, "y = 1 if a != b, else 0", "0 and 0", BackwardNeeds.None, "torch.ne")
    {
        Reference = static (a, b, _) => a != b ? 1 : 0,
        DistanceToKink = static (a, b, _) => Math.Abs(a - b),
        MaxUlps = 0,
        SelectsA = true,
        SelectsB = true,
    };

    /// <inheritdoc/>
    public static bool Holds<T>(T a, T b) where T : unmanaged, INumber<T> => a != b;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        Holds(a, b) ? T.One : T.Zero;

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.Zero;

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.Zero;
}
