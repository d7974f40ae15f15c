using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>Dividend / x, one rounded division.</summary>
/// <param name="Dividend">The constant dividend.</param>
public readonly record struct DivideConstant(float Dividend) : IUnaryOp<DivideConstant>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "divide_constant", OpCategory.Arithmetic, "y = dividend / x", "-(dividend / x) / x", BackwardNeeds.Input,
        "torch.div")
    {
        Reference = static (x, p) => p[0] / x,
        Parameters = [new("dividend", 2, "constant dividend")],
        Domain = (0.1, 10),
        MaxUlps = 1,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Of(Dividend) / x;

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        -(TMath.Of(Dividend) / x) / x;
}
