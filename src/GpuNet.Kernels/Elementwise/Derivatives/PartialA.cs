using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>The partial derivative of a binary op by a, as an op itself; see <see cref="DerivativeOf{TOp}"/>.</summary>
/// <typeparam name="TOp">The op.</typeparam>
/// <param name="Op">The op.</param>
public readonly record struct PartialA<TOp>(TOp Op) : IBinaryOp<PartialA<TOp>>
    where TOp : unmanaged, IBinaryOp<TOp>
{
    /// <inheritdoc/>
    public static BinaryOpInfo Info { get; } = Derivatives.PartialOf(TOp.Info, byA: true);

    /// <inheritdoc/>
    public T Forward<T, TMath>(T a, T b)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        Op.DerivativeA<T, TMath>(a, b, Op.Forward<T, TMath>(a, b));

    /// <inheritdoc/>
    public T DerivativeA<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        Forward<Dual<T>, DualMath<T, TMath>>(new Dual<T>(a, T.One), new Dual<T>(b, T.Zero)).Tangent;

    /// <inheritdoc/>
    public T DerivativeB<T, TMath>(T a, T b, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        Forward<Dual<T>, DualMath<T, TMath>>(new Dual<T>(a, T.Zero), new Dual<T>(b, T.One)).Tangent;
}
