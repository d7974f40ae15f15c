using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>a * b.</summary>
public readonly record struct Multiply : IBinaryOp<Multiply>, IIntegerOp
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "mul", OpCategory.Arithmetic, "y = a b", "b and a", BackwardNeeds.Input, "torch.mul")
    {
        Reference = static (a, b, _) => a * b,
    };

    /// <inheritdoc/>
    public static T OfIntegers<T>(T a, T b) where T : unmanaged, INumber<T> => a * b;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        a * b;

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        b;

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        a;
}
