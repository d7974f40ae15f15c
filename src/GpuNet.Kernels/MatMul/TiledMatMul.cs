using System.Numerics;
using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Matrix multiply for GPUs: a group computes a square of C from tiles of A and B in shared memory, each item four rows
/// and four columns of it in registers.
/// </summary>
/// <remarks>
/// A group of S x S items (S = <see cref="ITile.Side"/> of <see cref="Tile4"/>, <see cref="Tile8"/> or <see
/// cref="Tile16"/>) computes 4S x 4S outputs and steps over k by S; an item's rows and columns lie S apart, so that
/// neighbouring items load and store neighbouring elements. The tiles are loaded along whichever dimension of A and B
/// is adjacent in memory. Launch: explicitly grouped, groups (S, S, 1), <see cref="Groups"/> of them along x. Numerics:
/// see <see cref="ReferenceMatMul"/>; the same bits.
/// </remarks>
public static class TiledMatMul
{
    /// <summary>Groups that C [m, n] needs.</summary>
    public static int Groups<TTile>(int m, int n) where TTile : unmanaged, ITile => Groups(TTile.Side, m, n);

    /// <summary>Groups of <paramref name="side"/> x <paramref name="side"/> items that C [m, n] needs.</summary>
    public static int Groups(int side, int m, int n)
    {
        var edge = 4 * side;
        return (m + edge - 1) / edge * ((n + edge - 1) / edge);
    }

    /// <summary>The kernel.</summary>
    public static void Kernel<TTile, TEpilogue, T, TMath>(
        ArrayView<T> a, ArrayView<T> b, EpilogueOperands<T> operands, ArrayView<T> c, MatMulShape shape, TEpilogue epilogue)
        where TTile : unmanaged, ITile
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T> =>
        Block<TTile, TEpilogue, T, TMath>(Grid.IdxX, a, b, operands, c, shape, epilogue);

    /// <summary>What the group does that computes the given square of C, counted along rows of squares.</summary>
    internal static void Block<TTile, TEpilogue, T, TMath>(
        int block, ArrayView<T> a, ArrayView<T> b, EpilogueOperands<T> operands, ArrayView<T> c, MatMulShape shape, TEpilogue epilogue)
        where TTile : unmanaged, ITile
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        // One element of padding a row: items that walk down a column then meet different banks.
        var aPitch = TTile.Side + 1;
        var bPitch = 4 * TTile.Side + 1;
        var aTile = SharedMemory.Allocate<T>(TTile.SharedA);
        var bTile = SharedMemory.Allocate<T>(TTile.SharedB);
        var tilesAcross = (shape.N + 4 * TTile.Side - 1) / (4 * TTile.Side);
        var tileRow = block / tilesAcross;
        var firstRow = tileRow * (4 * TTile.Side);
        var firstColumn = (block - tileRow * tilesAcross) * (4 * TTile.Side);

        var sums = default(Block4x4<T>);
        var k = 0;
        for (; k + TTile.Side <= shape.K; k += TTile.Side)
        {
            Load<TTile, T>(a, aTile, shape.M, firstRow, shape.ARow, shape.K, k, shape.AColumn, aPitch, 1);
            Load<TTile, T>(b, bTile, shape.N, firstColumn, shape.BColumn, shape.K, k, shape.BRow, 1, bPitch);
            Group.Barrier();
            for (var step = 0; step < TTile.Side; step++)
                AddStep<TTile, T, TMath>(ref sums, aTile, bTile, step);
            Group.Barrier();
        }

        // The rest of k is a loop of its own, not padding: a sum of -0 would not survive adding zeros.
        if (k < shape.K)
        {
            Load<TTile, T>(a, aTile, shape.M, firstRow, shape.ARow, shape.K, k, shape.AColumn, aPitch, 1);
            Load<TTile, T>(b, bTile, shape.N, firstColumn, shape.BColumn, shape.K, k, shape.BRow, 1, bPitch);
            Group.Barrier();
            for (var step = 0; step < shape.K - k; step++)
                AddStep<TTile, T, TMath>(ref sums, aTile, bTile, step);
        }

        var row = firstRow + Group.IdxY;
        var column = firstColumn + Group.IdxX;
        Store<TTile, TEpilogue, T, TMath>(
            c, operands, shape, epilogue, row, column, sums.C00, sums.C01, sums.C02, sums.C03);
        row += TTile.Side;
        Store<TTile, TEpilogue, T, TMath>(
            c, operands, shape, epilogue, row, column, sums.C10, sums.C11, sums.C12, sums.C13);
        row += TTile.Side;
        Store<TTile, TEpilogue, T, TMath>(
            c, operands, shape, epilogue, row, column, sums.C20, sums.C21, sums.C22, sums.C23);
        row += TTile.Side;
        Store<TTile, TEpilogue, T, TMath>(
            c, operands, shape, epilogue, row, column, sums.C30, sums.C31, sums.C32, sums.C33);
    }

    /// <summary>
    /// Loads 4S lines (rows of A, columns of B) of S steps of k into shared memory; lines beyond the edge become zero.
    /// </summary>
    private static void Load<TTile, T>(
        ArrayView<T> source, ArrayView<T> tile, int lines, int firstLine, int lineStride, int depth, int firstStep,
        int stepStride, int tileLineStride, int tileStepStride)
        where TTile : unmanaged, ITile
        where T : unmanaged, INumber<T>
    {
        var alongSteps = stepStride == 1;
        var line = alongSteps ? Group.IdxY : Group.IdxX;
        var step = alongSteps ? Group.IdxX : Group.IdxY;
        for (var part = 0; part < 4; part++)
        {
            var value = T.Zero;
            if (firstLine + line < lines & firstStep + step < depth)
                value = source[(firstLine + line) * lineStride + (firstStep + step) * stepStride];
            tile[line * tileLineStride + step * tileStepStride] = value;
            line += TTile.Side;
        }
    }

    /// <summary>Adds one step of k to the item's sums.</summary>
    private static void AddStep<TTile, T, TMath>(
        ref Block4x4<T> sums, ArrayView<T> aTile, ArrayView<T> bTile, int step)
        where TTile : unmanaged, ITile
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        var aLine = Group.IdxY * (TTile.Side + 1) + step;
        var aNext = TTile.Side * (TTile.Side + 1);
        var bLine = step * (4 * TTile.Side + 1) + Group.IdxX;
        sums.Add<TMath>(
            aTile[aLine], aTile[aLine + aNext], aTile[aLine + 2 * aNext], aTile[aLine + 3 * aNext],
            bTile[bLine], bTile[bLine + TTile.Side], bTile[bLine + 2 * TTile.Side], bTile[bLine + 3 * TTile.Side]);
    }

    private static void Store<TTile, TEpilogue, T, TMath>(
        ArrayView<T> c, EpilogueOperands<T> operands, MatMulShape shape, TEpilogue epilogue, int row, int column,
        T sum0, T sum1, T sum2, T sum3)
        where TTile : unmanaged, ITile
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where T : unmanaged, INumber<T>
        where TMath : unmanaged, IScalarMath<T>
    {
        if (row >= shape.M)
            return;
        var offset = row * shape.N;
        if (column < shape.N)
            c[offset + column] = epilogue.Finish<TEpilogue, T, TMath>(sum0, operands, shape, row, column);
        column += TTile.Side;
        if (column < shape.N)
            c[offset + column] = epilogue.Finish<TEpilogue, T, TMath>(sum1, operands, shape, row, column);
        column += TTile.Side;
        if (column < shape.N)
            c[offset + column] = epilogue.Finish<TEpilogue, T, TMath>(sum2, operands, shape, row, column);
        column += TTile.Side;
        if (column < shape.N)
            c[offset + column] = epilogue.Finish<TEpilogue, T, TMath>(sum3, operands, shape, row, column);
    }
}
