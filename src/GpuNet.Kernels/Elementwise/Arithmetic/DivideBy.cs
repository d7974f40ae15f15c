using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>x / Divisor, one rounded division.</summary>
/// <param name="Divisor">The constant divisor.</param>
public readonly record struct DivideBy(float Divisor) : IUnaryOp<DivideBy>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "divide_by", OpCategory.Arithmetic, "y = x / divisor", "1 / divisor", BackwardNeeds.None, "torch.div")
    {
        Reference = static (x, p) => x / p[0],
        Parameters = [new("divisor", 3, "constant divisor")],
        MaxUlps = 1,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        x / TMath.Of(Divisor);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        T.One / TMath.Of(Divisor);
}
