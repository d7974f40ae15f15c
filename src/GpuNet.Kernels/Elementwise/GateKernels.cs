using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// A gate over the halves of rows: y[r, c] = f(x[r, c], x[r, c + half]) for x of [rows, 2 half], and backwards both
/// partial derivatives times dy. The op's derivatives read its operands only.
/// </summary>
/// <remarks>
/// Source: Dauphin et al. 2017; torch.nn.GLU over the last dimension. Launch: auto-grouped, one item an element of y.
/// Numerics: those of the op in <c>TMath</c>, then one rounded product an operand in the backward pass.
/// </remarks>
public static class GateKernels
{
    /// <summary>y = f(first half, second half).</summary>
    public static void Forward<TOp, T, TMath>(Index1D index, ArrayView<T> x, ArrayView<T> y, int half, TOp op)
        where TOp : unmanaged, IBinaryOp<TOp>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var first = index.X + index.X / half * half;
        y[index] = op.Forward<T, TMath>(x[first], x[first + half]);
    }

    /// <summary>dx = (dy df/da, dy df/db), half by half.</summary>
    public static void Backward<TOp, T, TMath>(
        Index1D index, ArrayView<T> x, ArrayView<T> dy, ArrayView<T> dx, int half, TOp op)
        where TOp : unmanaged, IBinaryOp<TOp>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var first = index.X + index.X / half * half;
        var (a, b, gradient) = (x[first], x[first + half], dy[index]);
        dx[first] = gradient * op.DerivativeA<T, TMath>(a, b, T.Zero);
        dx[first + half] = gradient * op.DerivativeB<T, TMath>(a, b, T.Zero);
    }
}
