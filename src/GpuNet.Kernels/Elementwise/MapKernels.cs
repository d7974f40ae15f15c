using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// A unary op over every element, and the backward pass of a chain of ops (<see cref="Single{TOp}"/> for one alone),
/// dx = dy * f'(x, y). There is one backward kernel per combination of what the chain reads
/// (<see cref="OpInfo.Needs"/>), so that what it does not read need not exist.
/// </summary>
/// <remarks>
/// Launch: auto-grouped, one item an element, extent = number of elements; all views have that length. Input and output
/// may be the same view. Numerics: those of the op in <c>TMath</c>, then one rounded product an op in the backward pass.
/// </remarks>
public static class MapKernels
{
    /// <summary>y = f(x).</summary>
    public static void Forward<TOp, T, TMath>(Index1D index, ArrayView<T> x, ArrayView<T> y, TOp op)
        where TOp : unmanaged, IUnaryOp<TOp>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        y[index] = op.Forward<T, TMath>(x[index]);

    /// <summary>dx = dy * f'; for chains that need neither input nor output.</summary>
    public static void BackwardFromNothing<TChain, T, TMath>(Index1D index, ArrayView<T> dy, ArrayView<T> dx, TChain chain)
        where TChain : unmanaged, IOpChain<TChain>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        dx[index] = chain.Backward<T, TMath>(dy[index], T.Zero, T.Zero);

    /// <summary>dx = dy * f'(x); for chains that need their input only.</summary>
    public static void BackwardFromInput<TChain, T, TMath>(
        Index1D index, ArrayView<T> x, ArrayView<T> dy, ArrayView<T> dx, TChain chain)
        where TChain : unmanaged, IOpChain<TChain>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        dx[index] = chain.Backward<T, TMath>(dy[index], x[index], T.Zero);

    /// <summary>dx = dy * f'(y); for chains that need their output only.</summary>
    public static void BackwardFromOutput<TChain, T, TMath>(
        Index1D index, ArrayView<T> y, ArrayView<T> dy, ArrayView<T> dx, TChain chain)
        where TChain : unmanaged, IOpChain<TChain>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        dx[index] = chain.Backward<T, TMath>(dy[index], T.Zero, y[index]);

    /// <summary>dx = dy * f'(x, y); for chains that need both.</summary>
    public static void BackwardFromBoth<TChain, T, TMath>(
        Index1D index, ArrayView<T> x, ArrayView<T> y, ArrayView<T> dy, ArrayView<T> dx, TChain chain)
        where TChain : unmanaged, IOpChain<TChain>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        dx[index] = chain.Backward<T, TMath>(dy[index], x[index], y[index]);
}
