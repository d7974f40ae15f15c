using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Matrix multiply for devices whose compiler makes vectors within a work-item and not across items (OpenCL on CPUs):
/// an item computes eight rows of sixteen adjacent columns of C, written out straight.
/// </summary>
/// <remarks>
/// Successive items walk down the rows of the same columns of B, which stay in the cache. The columns of B have to be
/// adjacent (BColumn = 1); where they are not, and in the last columns of C, an item computes one output after the
/// other. Launch: auto-grouped, extent <see cref="Items"/>. Numerics: see <see cref="ReferenceMatMul"/>; the same bits.
/// </remarks>
public static class PanelMatMul
{
    /// <summary>Rows of C an item computes.</summary>
    public const int Rows = 8;

    /// <summary>Columns of C an item computes.</summary>
    public const int Columns = 16;

    /// <summary>Items that C [m, n] needs.</summary>
    public static int Items(int m, int n) => (m + Rows - 1) / Rows * ((n + Columns - 1) / Columns);

    /// <summary>The kernel.</summary>
    public static void Kernel<TEpilogue, T, TMath>(
        Index1D index, ArrayView<T> a, ArrayView<T> b, EpilogueOperands<T> operands, ArrayView<T> c, MatMulShape shape,
        TEpilogue epilogue)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var rowBlocks = (shape.M + Rows - 1) / Rows;
        var panel = index.X / rowBlocks;
        var row = (index.X - panel * rowBlocks) * Rows;
        var column = panel * Columns;
        if (shape.BColumn == 1 & column + Columns <= shape.N)
            Panel<TEpilogue, T, TMath>(a, b, operands, c, shape, epilogue, row, column);
        else
            Edge<TEpilogue, T, TMath>(a, b, operands, c, shape, epilogue, row, column);
    }

    private static void Panel<TEpilogue, T, TMath>(
        ArrayView<T> a, ArrayView<T> b, EpilogueOperands<T> operands, ArrayView<T> c, MatMulShape shape, TEpilogue epilogue,
        int row, int column)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        // Rows beyond the edge compute on the last row again and are not stored.
        var lastRow = shape.M - 1;
        var a0 = IntrinsicMath.Min(row, lastRow) * shape.ARow;
        var a1 = IntrinsicMath.Min(row + 1, lastRow) * shape.ARow;
        var a2 = IntrinsicMath.Min(row + 2, lastRow) * shape.ARow;
        var a3 = IntrinsicMath.Min(row + 3, lastRow) * shape.ARow;
        var a4 = IntrinsicMath.Min(row + 4, lastRow) * shape.ARow;
        var a5 = IntrinsicMath.Min(row + 5, lastRow) * shape.ARow;
        var a6 = IntrinsicMath.Min(row + 6, lastRow) * shape.ARow;
        var a7 = IntrinsicMath.Min(row + 7, lastRow) * shape.ARow;
        var sums = default(Block8x16<T>);
        for (var k = 0; k < shape.K; k++)
        {
            var ak = k * shape.AColumn;
            var line = Row16<T>.Load(b, k * shape.BRow + column);
            sums.AddToFirst<TMath>(a[a0 + ak], a[a1 + ak], a[a2 + ak], a[a3 + ak], a[a4 + ak], a[a5 + ak], line);
            sums.AddToLast<TMath>(a[a6 + ak], a[a7 + ak], line);
        }

        if (TEpilogue.IsRandom)
        {
            // Stored as they are first, and finished where they lie: what would be drawn for all of them at once is too much code.
            Store<StoreSum, T, TMath>(c, operands, shape, default, row, column, sums);
            for (var half = 0; half < Rows; half += 4)
            {
                for (var j = 0; j < Columns; j++)
                    FourRows.Finish<TEpilogue, T, TMath>(c, operands, shape, epilogue, row + half, column + j);
            }
        }
        else
        {
            Store<TEpilogue, T, TMath>(c, operands, shape, epilogue, row, column, sums);
        }
    }

    private static void Store<TEpilogue, T, TMath>(
        ArrayView<T> c, EpilogueOperands<T> operands, MatMulShape shape, TEpilogue epilogue, int row, int column,
        Block8x16<T> sums)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var offset = row * shape.N + column;
        sums.R0.Store<TEpilogue, TMath>(c, operands, epilogue, column, offset);
        if (row + 1 < shape.M)
            sums.R1.Store<TEpilogue, TMath>(c, operands, epilogue, column, offset + shape.N);
        if (row + 2 < shape.M)
            sums.R2.Store<TEpilogue, TMath>(c, operands, epilogue, column, offset + 2 * shape.N);
        if (row + 3 < shape.M)
            sums.R3.Store<TEpilogue, TMath>(c, operands, epilogue, column, offset + 3 * shape.N);
        if (row + 4 < shape.M)
            sums.R4.Store<TEpilogue, TMath>(c, operands, epilogue, column, offset + 4 * shape.N);
        if (row + 5 < shape.M)
            sums.R5.Store<TEpilogue, TMath>(c, operands, epilogue, column, offset + 5 * shape.N);
        if (row + 6 < shape.M)
            sums.R6.Store<TEpilogue, TMath>(c, operands, epilogue, column, offset + 6 * shape.N);
        if (row + 7 < shape.M)
            sums.R7.Store<TEpilogue, TMath>(c, operands, epilogue, column, offset + 7 * shape.N);
    }

    private static void Edge<TEpilogue, T, TMath>(
        ArrayView<T> a, ArrayView<T> b, EpilogueOperands<T> operands, ArrayView<T> c, MatMulShape shape, TEpilogue epilogue,
        int row, int column)
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var rowEnd = IntrinsicMath.Min(row + Rows, shape.M);
        var columnEnd = IntrinsicMath.Min(column + Columns, shape.N);
        for (var i = row; i < rowEnd; i++)
        {
            for (var j = column; j < columnEnd; j++)
            {
                var sum = T.Zero;
                for (var k = 0; k < shape.K; k++)
                    sum = TMath.Fma(a[i * shape.ARow + k * shape.AColumn], b[k * shape.BRow + j * shape.BColumn], sum);
                c[i * shape.N + j] = epilogue.Finish<TEpilogue, T, TMath>(sum, operands, shape, i, j);
            }
        }
    }
}
