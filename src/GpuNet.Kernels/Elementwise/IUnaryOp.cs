using System.Numerics;

namespace GpuNet.Kernels;

/// <summary>
/// A function of one number with its derivative. Implement it by a <c>readonly record struct</c> whose fields are the
/// op's parameters (floats); one file an op. The map kernels, the tape, the tests and the tables find it by its type.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IUnaryOp<TSelf> where TSelf : unmanaged, IUnaryOp<TSelf>
{
    /// <summary>Name, formula, source, samples; for the host, never read by a kernel.</summary>
    static abstract OpInfo Info { get; }

    /// <summary>
    /// Whether the derivative chooses what gets through, as that of relu does: where it is 0 nothing comes back, even of a
    /// gradient that is infinite or NaN. Otherwise the product decides, as the chain rule says: infinity times 0 is NaN.
    /// A constant, which kernels read.
    /// </summary>
    static abstract bool Selects { get; }

    /// <summary>f(x).</summary>
    T Forward<T, TMath>(T x)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>;

    /// <summary>
    /// f'(x) for y = f(x). Reads only what <see cref="OpInfo.Needs"/> of <see cref="Info"/> names: the other argument
    /// is whatever the caller has, NaN in tests.
    /// </summary>
    T Derivative<T, TMath>(T x, T y)
        where T : unmanaged, INumber<T>
        where TMath : IScalarMath<T>;
}
