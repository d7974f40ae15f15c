using System.Numerics;

namespace GpuNet.Kernels.Tests;

/// <summary>max(x, 0)^2. The derivative at 0 is 0: both sides agree.</summary>
public readonly record struct SquaredRelu : IUnaryOp<SquaredRelu>
{
    public static OpInfo Info { get; } = new(
        "squared_relu", OpCategory.Activation, "y = max(x, 0)^2", "2 max(x, 0)", BackwardNeeds.Input, "So et al. 2021")
    {
        Reference = static (x, _) => Math.Max(x, 0) * Math.Max(x, 0), // System.Math, not the op's own code
        Kinks = [new(0, 0, "both sides agree, only the second derivative jumps")],
    };

    public static bool Selects => false; // an infinite gradient times a derivative of 0 is NaN, not 0 as for relu

    public T Forward<T, TMath>(T x) where T : unmanaged, INumber<T> where TMath : IScalarMath<T> =>
        x <= T.Zero ? T.Zero : x * x;

    public T Derivative<T, TMath>(T x, T y) where T : unmanaged, INumber<T> where TMath : IScalarMath<T> =>
        x <= T.Zero ? T.Zero : x + x;
}
