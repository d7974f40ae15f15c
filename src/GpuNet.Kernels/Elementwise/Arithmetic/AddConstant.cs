using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>x + Addend.</summary>
/// <param name="Addend">The constant addend.</param>
public readonly record struct AddConstant(float Addend) : IUnaryOp<AddConstant>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "add_constant", OpCategory.Arithmetic, "y = x + addend", "1", BackwardNeeds.None,
        "elementary calculus")
    {
        Reference = static (x, p) => x + p[0],
        Parameters = [new("addend", 1, "constant addend")],
        MaxUlps = 1,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x + TMath.Of(Addend);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.One;
}
