using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// silu(a) b: the gate of SwiGLU, whose input holds a in the first half of a row and b in the second.
/// </summary>
public readonly record struct SwiGlu : IBinaryOp<SwiGlu>
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "swiglu", OpCategory.Gate, "y = a sigmoid(a) b", "s (1 + a (1 - s)) b with s = sigmoid(a), and a s",
        BackwardNeeds.Input, "Shazeer 2020; the order of the halves is LLaMA's (Touvron et al. 2023)")
    {
        Reference = static (a, b, _) => a / (1 + Math.Exp(-a)) * b,
        MaxUlps = 3.5,
    };

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        Gating.AnyTimesSigmoid<T, TMath>(b, a, a);

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var s = TMath.Sigmoid(a);
        return s * (T.One + a * (T.One - s)) * b;
    }

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        a * TMath.Sigmoid(a);
}
