using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// (x + sqrt(x^2 + B)) / 2, a smooth ReLU without exponentials; below 0 as a quotient, as the sum would cancel.
/// </summary>
/// <param name="B">The size of the bend, above 0; 4 is usual.</param>
public readonly record struct Squareplus(float B) : IUnaryOp<Squareplus>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = new(
        "squareplus", OpCategory.Activation, "y = (x + sqrt(x^2 + b)) / 2", "y / sqrt(x^2 + b)", BackwardNeeds.Input,
        "Barron 2021")
    {
        Parameters = [new("b", 4, "size of the bend")],
        Reference = static (x, p) => x < 0 ? p[0] / 2 / (Math.Sqrt(x * x + p[0]) - x) : (x + Math.Sqrt(x * x + p[0])) / 2,
        MaxUlps = 3,
    };

    /// <inheritdoc/>
    public static bool Selects => false;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        Divided<T, TMath>(x, T.One);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        Divided<T, TMath>(x, Root<T, TMath>(x));

    /// <summary>y / d.</summary>
    private T Divided<T, TMath>(T x, T d)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var half = TMath.Of(0.5);
        var root = Root<T, TMath>(x);
        return x < T.Zero ? half * half * TMath.Of(B) / (half * root - half * x) / d : TMath.Fma(half, x, half * root) / d;
    }

    /// <summary>sqrt(x^2 + B); |x| where the square would overflow.</summary>
    private T Root<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var a = TMath.Abs(x);
        return a > TMath.Of(1e15) ? a : TMath.Sqrt(TMath.Fma(x, x, TMath.Of(B)));
    }
}
