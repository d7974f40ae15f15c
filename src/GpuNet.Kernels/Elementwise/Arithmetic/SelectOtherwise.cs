using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>b where the mask a is 0, else -0; see <see cref="Select"/>.</summary>
public readonly record struct SelectOtherwise : IBinaryOp<SelectOtherwise>
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "select_otherwise", OpCategory.Arithmetic, "y = b if a == 0, else -0", "0 and (1 if a == 0, else 0)",
        BackwardNeeds.Input, "torch.where")
    {
        Reference = static (a, b, _) => a == 0 ? b : -0.0,
        MaxUlps = 0,
        SelectsA = true,
        SelectsB = true,
    };

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        a == T.Zero ? b : -T.Zero;

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.Zero;

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        a == T.Zero ? T.One : T.Zero;
}
