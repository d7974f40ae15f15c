using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// The derivative of a unary op that reads the op's output alone, as a function of that output: 1 - y^2 for tanh. Its
/// own derivative is by the output, too: where y depends on is the business of the op that made y.
/// </summary>
/// <typeparam name="TOp">An op with <see cref="BackwardNeeds.Output"/>.</typeparam>
/// <param name="Op">The op.</param>
public readonly record struct DerivativeOfOutput<TOp>(TOp Op) : IUnaryOp<DerivativeOfOutput<TOp>>
    where TOp : unmanaged, IUnaryOp<TOp>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = Derivatives.OfOutput(TOp.Info);

    /// <inheritdoc/>
    public static bool Selects => TOp.Selects;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        Op.Derivative<T, TMath>(T.Zero, x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        Forward<Dual<T>, DualMath<T, TMath>>(new Dual<T>(x, T.One)).Tangent;
}
