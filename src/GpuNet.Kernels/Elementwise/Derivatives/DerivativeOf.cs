using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// The derivative of a unary op as an op itself, for gradients of gradients: f'(x), whose own derivative f''(x) is what
/// the op's formula for f' gives on dual numbers. So <c>DerivativeOf&lt;DerivativeOf&lt;Tanh&gt;&gt;</c> is tanh'', and
/// no op has to say more than its first derivative.
/// </summary>
/// <typeparam name="TOp">The op.</typeparam>
/// <param name="Op">The op.</param>
public readonly record struct DerivativeOf<TOp>(TOp Op) : IUnaryOp<DerivativeOf<TOp>>
    where TOp : unmanaged, IUnaryOp<TOp>
{
    /// <inheritdoc/>
    public static OpInfo Info { get; } = Derivatives.Of(TOp.Info);

    /// <inheritdoc/>
    public static bool Selects => TOp.Selects;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        Op.Derivative<T, TMath>(x, Op.Forward<T, TMath>(x));

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        Forward<Dual<T>, DualMath<T, TMath>>(new Dual<T>(x, T.One)).Tangent;
}
