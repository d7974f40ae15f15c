using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// A unary op over every element, and its backward pass dx = dy * f'(x, y). There is one backward kernel per
/// combination of what the op reads (<see cref="OpInfo.Needs"/>), so that what it does not read need not exist.
/// </summary>
/// <remarks>
/// Launch: auto-grouped, one item an element, extent = number of elements; all views have that length. Input and output
/// may be the same view. Numerics: those of the op in <c>TMath</c>, then one rounded product in the backward pass.
/// </remarks>
public static class MapKernels
{
    /// <summary>y = f(x).</summary>
    public static void Forward<TOp, T, TMath>(Index1D index, ArrayView<T> x, ArrayView<T> y, TOp op)
        where TOp : unmanaged, IUnaryOp<TOp>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        y[index] = op.Forward<T, TMath>(x[index]);

    /// <summary>dx = dy * f'; for ops that need neither input nor output.</summary>
    public static void BackwardFromNothing<TOp, T, TMath>(Index1D index, ArrayView<T> dy, ArrayView<T> dx, TOp op)
        where TOp : unmanaged, IUnaryOp<TOp>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        dx[index] = dy[index] * op.Derivative<T, TMath>(T.Zero, T.Zero);

    /// <summary>dx = dy * f'(x); for ops that need their input only.</summary>
    public static void BackwardFromInput<TOp, T, TMath>(
        Index1D index, ArrayView<T> x, ArrayView<T> dy, ArrayView<T> dx, TOp op)
        where TOp : unmanaged, IUnaryOp<TOp>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        dx[index] = dy[index] * op.Derivative<T, TMath>(x[index], T.Zero);

    /// <summary>dx = dy * f'(y); for ops that need their output only.</summary>
    public static void BackwardFromOutput<TOp, T, TMath>(
        Index1D index, ArrayView<T> y, ArrayView<T> dy, ArrayView<T> dx, TOp op)
        where TOp : unmanaged, IUnaryOp<TOp>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        dx[index] = dy[index] * op.Derivative<T, TMath>(T.Zero, y[index]);

    /// <summary>dx = dy * f'(x, y); for ops that need both.</summary>
    public static void BackwardFromBoth<TOp, T, TMath>(
        Index1D index, ArrayView<T> x, ArrayView<T> y, ArrayView<T> dy, ArrayView<T> dx, TOp op)
        where TOp : unmanaged, IUnaryOp<TOp>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        dx[index] = dy[index] * op.Derivative<T, TMath>(x[index], y[index]);
}
