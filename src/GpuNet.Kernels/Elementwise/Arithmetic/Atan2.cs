using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The angle of the point (b, a), from -pi to pi, with C's values at zeros and infinities.</summary>
public readonly record struct Atan2 : IBinaryOp<Atan2>
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "atan2", OpCategory.Arithmetic, "y = angle of (b, a)", "b / (a^2 + b^2) and -a / (a^2 + b^2)",
        BackwardNeeds.Input, "torch.atan2")
    {
        Reference = static (a, b, _) => Math.Atan2(a, b),
        DomainB = (0.1, 8),
        MaxUlps = 3,
    };

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Atan2(a, b);

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        b / TMath.Fma(a, a, b * b);

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        -a / TMath.Fma(a, a, b * b);
}
