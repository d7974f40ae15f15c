using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>A chain of one op, a link of every <see cref="Chain{TFirst,TRest}"/>.</summary>
/// <typeparam name="TOp">The op.</typeparam>
/// <param name="Op">The op.</param>
public readonly record struct Single<TOp>(TOp Op) : IOpChain<Single<TOp>>
    where TOp : unmanaged, IUnaryOp<TOp>
{
    /// <inheritdoc/>
    public static OpInfo Info => TOp.Info;

    /// <inheritdoc/>
    public static bool Selects => TOp.Selects;

    /// <inheritdoc/>
    public T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        Op.Forward<T, TMath>(x);

    /// <inheritdoc/>
    public T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        Op.Derivative<T, TMath>(x, y);

    /// <inheritdoc/>
    public T Backward<T, TMath>(T dy, T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T> =>
        TOp.Selects
            ? Selected.Back(dy, Op.Derivative<T, TMath>(x, y))
            : Multiplied.Back(dy, Op.Derivative<T, TMath>(x, y));
}
