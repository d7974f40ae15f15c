using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// A link of a chain whose op chooses what gets through (<see cref="OpInfo.Selects"/>): backwards, what it did not choose
/// gets 0 even of an infinite gradient. <see cref="Single{TOp}"/> multiplies.
/// </summary>
/// <typeparam name="TOp">The op.</typeparam>
/// <param name="Op">The op.</param>
public readonly record struct Selecting<TOp>(TOp Op) : IOpChain<Selecting<TOp>>
    where TOp : unmanaged, IUnaryOp<TOp>
{
    /// <inheritdoc/>
    public static OpInfo Info => TOp.Info;

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
        Selected.Back(dy, Op.Derivative<T, TMath>(x, y));
}
