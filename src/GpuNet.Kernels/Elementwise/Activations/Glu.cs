using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// a sigmoid(b): the gate of a gated linear unit, whose input holds a in the first half of a row and b in the second.
/// </summary>
public readonly record struct Glu : IBinaryOp<Glu>
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = new(
        "glu", OpCategory.Gate, "y = a sigmoid(b)", "s and a s (1 - s) with s = sigmoid(b)", BackwardNeeds.Input,
        "Dauphin et al. 2017; torch.nn.GLU")
    {
        Reference = static (a, b, _) => a / (1 + Math.Exp(-b)),
        MaxUlps = 3,
    };

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        Gating.AnyTimesSigmoid<T, TMath>(a, b);

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TMath.Sigmoid(b);

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>
    {
        var s = TMath.Sigmoid(b);
        return a * (s * (T.One - s));
    }
}
