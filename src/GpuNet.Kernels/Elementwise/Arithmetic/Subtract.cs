using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>a - b.</summary>
public readonly record struct Subtract : IBinaryOp<Subtract>, IIntegerOp
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "sub", OpCategory.Arithmetic, "y = a - b", "1 and -1", BackwardNeeds.None, "torch.sub")
    {
        Reference = static (a, b, _) => a - b,
    };

    /// <inheritdoc/>
    public static T OfIntegers<T>(T a, T b) where T : unmanaged, INumber<T> => a - b;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        a - b;

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.One;

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        -T.One;
}
