using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>a / b.</summary>
public readonly record struct Divide : IBinaryOp<Divide>
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "div", OpCategory.Arithmetic, "y = a / b", "1 / b and -a / b^2", BackwardNeeds.Input, "torch.div")
    {
        DomainB = (0.1, 10),
        Reference = static (a, b, _) => a / b,
    };

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        a / b;

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.One / b;

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        -(a / b) / b;
}
