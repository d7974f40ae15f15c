using ILGPU;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Kernels;

/// <summary>
/// Matrix multiply of floats for large GPUs: a group computes a tile of C from two buffers in shared memory, one being
/// filled while the other is read; each item computes 8 rows and 8 columns in registers.
/// </summary>
/// <remarks>
/// <para>
/// Items load quads of 16 bytes from matrices whose stored rows are whole quads, single floats otherwise. What lies
/// with its lines side by side goes to shared memory as it is, past the registers where <c>TCopy</c> says so; the rest
/// is transposed on the way. A warp's items share their rows four by four and their columns eight by eight, so that no
/// two of them meet in a bank of shared memory but to read the same. Lines beyond the edges repeat the last ones and
/// are not stored, so that inside loops there are no guards.
/// </para>
/// <para>
/// Launch: explicitly grouped, groups (<see cref="IBufferedTile.Items"/>, 1, 1), <see cref="Groups"/> of them along x;
/// C is not empty. Numerics: see <see cref="ReferenceMatMul"/>; the same bits for every tile, order and copy.
/// </para>
/// </remarks>
public static class BufferedMatMul
{
    private const int Depth = BufferedOperand.Depth;

    /// <summary>Rows of a warp's piece of C.</summary>
    private const int WarpRows = 64;

    /// <summary>Columns of a warp's piece of C.</summary>
    private const int WarpColumns = 32;

    /// <summary>Groups that C [m, n] needs.</summary>
    public static int Groups<TTile>(int m, int n) where TTile : unmanaged, IBufferedTile =>
        (m + TTile.Rows - 1) / TTile.Rows * ((n + TTile.Columns - 1) / TTile.Columns);

    /// <summary>The kernel.</summary>
    /// <param name="a">A, as the shape says.</param>
    /// <param name="b">B, as the shape says.</param>
    /// <param name="operands">The epilogue's views.</param>
    /// <param name="c">C, dense and row-major.</param>
    /// <param name="shape">The product.</param>
    /// <param name="epilogue">What happens to a finished sum.</param>
    public static void Kernel<TTile, TA, TB, TCopy, TEpilogue, TMath>(
        ArrayView<float> a, ArrayView<float> b, EpilogueOperands<float> operands, ArrayView<float> c, BufferedShape shape,
        TEpilogue epilogue)
        where TTile : unmanaged, IBufferedTile
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
        where TCopy : unmanaged, ITileCopy
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where TMath : unmanaged, IScalarMath<float> =>
        Block<TTile, TA, TB, TCopy, TEpilogue, TMath>(Grid.IdxX, a, b, operands, c, shape, epilogue);

    /// <summary>What the group does that computes the given tile of C, in the order of <see cref="TileOrder"/>.</summary>
    internal static void Block<TTile, TA, TB, TCopy, TEpilogue, TMath>(
        int index, ArrayView<float> a, ArrayView<float> b, EpilogueOperands<float> operands, ArrayView<float> c, BufferedShape shape,
        TEpilogue epilogue)
        where TTile : unmanaged, IBufferedTile
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
        where TCopy : unmanaged, ITileCopy
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where TMath : unmanaged, IScalarMath<float>
    {
        var product = shape.Product;
        var shared = SharedMemory.Allocate<float>(TTile.Shared);
        var (tileRow, tileColumn) = TileOrder.Of(
            index, (product.M + TTile.Rows - 1) / TTile.Rows, (product.N + TTile.Columns - 1) / TTile.Columns);

        BufferedOperand fromA;
        fromA.Source = a;
        fromA.Lines = product.M;
        fromA.Steps = product.K;
        fromA.LineStride = product.ARow;
        fromA.StepStride = product.AColumn;
        fromA.FirstLine = tileRow * TTile.Rows;
        fromA.HasVectors = shape.HasVectorsA;
        fromA.Padding = -0f;
        BufferedOperand fromB;
        fromB.Source = b;
        fromB.Lines = product.N;
        fromB.Steps = product.K;
        fromB.LineStride = product.BColumn;
        fromB.StepStride = product.BRow;
        fromB.FirstLine = tileColumn * TTile.Columns;
        fromB.HasVectors = shape.HasVectorsB;
        fromB.Padding = 0f;

        // The item's place: warps side by side along C's rows, eight times four items in each.
        var warp = Group.IdxX / 32;
        var lane = Group.IdxX - warp * 32;
        var warpRow = warp / (TTile.Columns / WarpColumns);
        var rowInWarp = lane / 4 * 4;
        var column = (warp - warpRow * (TTile.Columns / WarpColumns)) * WarpColumns + (lane - rowInWarp) * 4;

        var quadInA = warpRow * (WarpRows / 4) + rowInWarp / 4;
        var quadInB = column / 4;

        var sums = default(Block8x8);
        var stagedA = new Quad[TTile.Rows * (Depth / 4) / TTile.Items];
        var stagedB = new Quad[TTile.Columns * (Depth / 4) / TTile.Items];
        if (product.K > 0)
        {
            Fetch<TTile, TA, TB, TCopy>(fromA, fromB, stagedA, stagedB, shared, 0);
            Put<TTile, TA, TB, TCopy>(fromA, fromB, stagedA, stagedB, shared, 0);
        }

        for (var step = 0; step < product.K; step += Depth)
        {
            // All have read the other buffer by now, and written this one.
            Group.Barrier();
            var hasNext = step + Depth < product.K;
            if (hasNext)
                Fetch<TTile, TA, TB, TCopy>(fromA, fromB, stagedA, stagedB, shared, step + Depth);
            // Counted in quads: what is a multiple of four by calculation only costs a shift an access.
            var quadsA = Quad.In(TileA<TTile>(shared, step));
            var quadsB = Quad.In(TileB<TTile>(shared, step));
            for (var four = 0; four < Depth; four += 4)
            {
                for (var one = 0; one < 4; one++)
                {
                    var inA = (four + one) * (TTile.Rows / 4 + 1) + quadInA;
                    var inB = (four + one) * (TTile.Columns / 4 + 1) + quadInB;
                    sums.Add<TMath>(
                        quadsA[inA], quadsA[inA + WarpRows / 8], quadsB[inB], quadsB[inB + WarpColumns / 8]);
                }
            }

            if (hasNext)
                Put<TTile, TA, TB, TCopy>(fromA, fromB, stagedA, stagedB, shared, step + Depth);
        }

        // Half of the rows at a time: so many fit where the buffers were.
        var place = (warpRow * (WarpRows / 2) + rowInWarp) * (TTile.Columns + 4) + column;
        Group.Barrier();
        sums.StoreUpper(shared, place, TTile.Columns + 4, WarpColumns / 2);
        Group.Barrier();
        TileStore.Run<TensorFloat32, TEpilogue, TMath>(
            shared, TTile.Columns + 4, TTile.Rows / 2, TTile.Columns, fromA.FirstLine, WarpRows / 2, fromB.FirstLine, c,
            operands, product, shape.HasVectorsC, epilogue);
        Group.Barrier();
        sums.StoreLower(shared, place, TTile.Columns + 4, WarpColumns / 2);
        Group.Barrier();
        TileStore.Run<TensorFloat32, TEpilogue, TMath>(
            shared, TTile.Columns + 4, TTile.Rows / 2, TTile.Columns, fromA.FirstLine + WarpRows / 2, WarpRows / 2,
            fromB.FirstLine, c, operands, product, shape.HasVectorsC, epilogue);
    }

    /// <summary>Starts to bring a tile of A and of B: to registers, or, by the device's copies, to shared memory.</summary>
    private static void Fetch<TTile, TA, TB, TCopy>(
        BufferedOperand fromA, BufferedOperand fromB, Quad[] stagedA, Quad[] stagedB, ArrayView<float> shared, int step)
        where TTile : unmanaged, IBufferedTile
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
        where TCopy : unmanaged, ITileCopy
    {
        if (IsCopied<TA, TCopy>(fromA, step))
            fromA.StartCopy(TileA<TTile>(shared, step), step, TTile.Rows, TTile.Items);
        else
            fromA.Load<TA>(stagedA, step, TTile.Rows, TTile.Items);
        if (IsCopied<TB, TCopy>(fromB, step))
            fromB.StartCopy(TileB<TTile>(shared, step), step, TTile.Columns, TTile.Items);
        else
            fromB.Load<TB>(stagedB, step, TTile.Columns, TTile.Items);
    }

    /// <summary>Ends what <see cref="Fetch"/> started: the item's part of both tiles is in shared memory.</summary>
    private static void Put<TTile, TA, TB, TCopy>(
        BufferedOperand fromA, BufferedOperand fromB, Quad[] stagedA, Quad[] stagedB, ArrayView<float> shared, int step)
        where TTile : unmanaged, IBufferedTile
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
        where TCopy : unmanaged, ITileCopy
    {
        if (!IsCopied<TA, TCopy>(fromA, step))
            BufferedOperand.Store<TA>(stagedA, TileA<TTile>(shared, step), TTile.Rows, TTile.Items);
        if (!IsCopied<TB, TCopy>(fromB, step))
            BufferedOperand.Store<TB>(stagedB, TileB<TTile>(shared, step), TTile.Columns, TTile.Items);
        if (CudaAsm.IsSupported & TCopy.IsAsynchronous)
            AsyncCopy.WaitForAll();
    }

    /// <summary>Whether the device copies the tile by itself; the same for all items of a group.</summary>
    private static bool IsCopied<TOrder, TCopy>(in BufferedOperand operand, int step)
        where TOrder : unmanaged, IOperandOrder
        where TCopy : unmanaged, ITileCopy =>
        CudaAsm.IsSupported & TCopy.IsAsynchronous & TOrder.LinesAreAdjacent && operand.IsWhole(step);

    /// <summary>The buffer for the tile of A at a step: one of two, in turns.</summary>
    private static ArrayView<float> TileA<TTile>(ArrayView<float> shared, int step)
        where TTile : unmanaged, IBufferedTile =>
        shared.SubView((step / Depth & 1) * (TTile.Shared / 2), Depth * (TTile.Rows + 4));

    /// <summary>The same for B, behind A's.</summary>
    private static ArrayView<float> TileB<TTile>(ArrayView<float> shared, int step)
        where TTile : unmanaged, IBufferedTile =>
        shared.SubView((step / Depth & 1) * (TTile.Shared / 2) + Depth * (TTile.Rows + 4), Depth * (TTile.Columns + 4));
}
