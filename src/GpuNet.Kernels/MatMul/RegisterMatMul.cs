using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Matrix multiply for CPUs: no shared memory; an item computes eight rows and two columns of C in registers.
/// </summary>
/// <remarks>
/// Neighbouring items own neighbouring columns, so that the items of a vector load B contiguously; all items of a group
/// share their rows, so that A is loaded once a vector. Successive groups walk down the rows of the same columns of B,
/// which stay in the cache. That holds where the columns of B are adjacent (BColumn = 1); transpose B first where they
/// are not and C has more than a few rows. Rows and columns beyond the edge compute on the last row or column again and
/// are not stored, so that the loop over k has no guards.
/// Launch: explicitly grouped, groups (w, 1, 1) of any width w, <see cref="Groups"/> of them along x.
/// Numerics: see <see cref="ReferenceMatMul"/>; the same bits.
/// </remarks>
public static class RegisterMatMul
{
    /// <summary>Rows of C an item computes.</summary>
    public const int Rows = 8;

    /// <summary>Columns of C an item computes; a group's width apart.</summary>
    public const int Columns = 2;

    /// <summary>Groups of <paramref name="width"/> items that C [m, n] needs.</summary>
    public static int Groups(int m, int n, int width) =>
        (m + Rows - 1) / Rows * ((n + Columns * width - 1) / (Columns * width));

    /// <summary>The kernel.</summary>
    public static void Kernel<TEpilogue, T, TMath>(
        ArrayView<T> a, ArrayView<T> b, EpilogueOperands<T> operands, ArrayView<T> c, MatMulShape shape, TEpilogue epilogue)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        Block<TEpilogue, T, TMath>(Grid.IdxX, a, b, operands, c, shape, epilogue);

    /// <summary>What the group does that computes the given block of C, counted down the rows of the same columns.</summary>
    internal static void Block<TEpilogue, T, TMath>(
        int block, ArrayView<T> a, ArrayView<T> b, EpilogueOperands<T> operands, ArrayView<T> c, MatMulShape shape, TEpilogue epilogue)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var rowBlocks = (shape.M + Rows - 1) / Rows;
        var columnBlock = block / rowBlocks;
        var row = (block - columnBlock * rowBlocks) * Rows;
        var firstColumn = columnBlock * (Columns * Group.DimX);
        var column0 = firstColumn + Group.IdxX;
        var column1 = firstColumn + Group.DimX + Group.IdxX;

        var sums = default(Block8x2<T>);
        if (shape.BColumn == 1 & firstColumn + Columns * Group.DimX <= shape.N)
        {
            // Written without clamp and stride, so that a compiler sees that neighbours load neighbours.
            AddAll<T, TMath>(ref sums, a, b, shape, row, column0, column1);
        }
        else
        {
            var b0 = IntrinsicMath.Min(column0, shape.N - 1) * shape.BColumn;
            var b1 = IntrinsicMath.Min(column1, shape.N - 1) * shape.BColumn;
            AddAll<T, TMath>(ref sums, a, b, shape, row, b0, b1);
        }

        var left = epilogue.Draw(operands, RandomLayout.Block(row, column0, shape.N));
        var right = epilogue.Draw(operands, RandomLayout.Block(row, column1, shape.N));
        Store<TEpilogue, T, TMath>(
            c, operands, shape, epilogue, row, column0, column1, sums.C00, sums.C01, left.X, right.X);
        Store<TEpilogue, T, TMath>(
            c, operands, shape, epilogue, row + 1, column0, column1, sums.C10, sums.C11, left.Y, right.Y);
        Store<TEpilogue, T, TMath>(
            c, operands, shape, epilogue, row + 2, column0, column1, sums.C20, sums.C21, left.Z, right.Z);
        Store<TEpilogue, T, TMath>(
            c, operands, shape, epilogue, row + 3, column0, column1, sums.C30, sums.C31, left.W, right.W);
        left = epilogue.Draw(operands, RandomLayout.Block(row + 4, column0, shape.N));
        right = epilogue.Draw(operands, RandomLayout.Block(row + 4, column1, shape.N));
        Store<TEpilogue, T, TMath>(
            c, operands, shape, epilogue, row + 4, column0, column1, sums.C40, sums.C41, left.X, right.X);
        Store<TEpilogue, T, TMath>(
            c, operands, shape, epilogue, row + 5, column0, column1, sums.C50, sums.C51, left.Y, right.Y);
        Store<TEpilogue, T, TMath>(
            c, operands, shape, epilogue, row + 6, column0, column1, sums.C60, sums.C61, left.Z, right.Z);
        Store<TEpilogue, T, TMath>(
            c, operands, shape, epilogue, row + 7, column0, column1, sums.C70, sums.C71, left.W, right.W);
    }

    /// <summary>Adds the products of eight rows of A with the columns of B that start at two offsets.</summary>
    private static void AddAll<T, TMath>(
        ref Block8x2<T> sums, ArrayView<T> a, ArrayView<T> b, MatMulShape shape, int row, int b0, int b1)
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var lastRow = shape.M - 1;
        var a0 = IntrinsicMath.Min(row, lastRow) * shape.ARow;
        var a1 = IntrinsicMath.Min(row + 1, lastRow) * shape.ARow;
        var a2 = IntrinsicMath.Min(row + 2, lastRow) * shape.ARow;
        var a3 = IntrinsicMath.Min(row + 3, lastRow) * shape.ARow;
        var a4 = IntrinsicMath.Min(row + 4, lastRow) * shape.ARow;
        var a5 = IntrinsicMath.Min(row + 5, lastRow) * shape.ARow;
        var a6 = IntrinsicMath.Min(row + 6, lastRow) * shape.ARow;
        var a7 = IntrinsicMath.Min(row + 7, lastRow) * shape.ARow;
        for (var k = 0; k < shape.K; k++)
        {
            var ak = k * shape.AColumn;
            var bk = k * shape.BRow;
            sums.Add<TMath>(
                a[a0 + ak], a[a1 + ak], a[a2 + ak], a[a3 + ak], a[a4 + ak], a[a5 + ak], a[a6 + ak], a[a7 + ak],
                b[bk + b0], b[bk + b1]);
        }
    }

    private static void Store<TEpilogue, T, TMath>(
        ArrayView<T> c, EpilogueOperands<T> operands, MatMulShape shape, TEpilogue epilogue, int row, int column0, int column1,
        T sum0, T sum1, uint word0, uint word1)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var offset = row * shape.N;
        if (row < shape.M & column0 < shape.N)
            c[offset + column0] = epilogue.Apply<T, TMath>(sum0, operands, word0, column0, offset + column0);
        if (row < shape.M & column1 < shape.N)
            c[offset + column1] = epilogue.Apply<T, TMath>(sum1, operands, word1, column1, offset + column1);
    }
}
