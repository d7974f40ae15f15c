using ILGPU;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Kernels;

/// <summary>
/// Matrix multiply by the tensor cores of compute capability 9.0, whose warpgroups multiply tiles where they lie in shared memory
/// (<c>wgmma</c>) while their items go on. Otherwise as <see cref="TensorCoreMatMul"/>.
/// </summary>
/// <remarks>
/// <para>
/// A group computes a tile of C. Tiles of A and B, 128 bytes of k deep, go through a ring of buffers in shared memory. While one is
/// multiplied, the items start the copies (<c>cp.async</c>) of one that is Stages - 2 further, to the buffer whose products ended
/// before the last barrier, and see that the next one has come: the tensor cores have their next products before they end the last.
/// Sums are registers that the kernel declares to the assembler (<see cref="IWarpgroupTile.StartSums"/>); nothing else touches them
/// before the last product has ended. Then they go through shared memory, the epilogue, and to C in whole rows.
/// </para>
/// <para>
/// A and B are such that <see cref="BufferedShape.HasVectorsA"/> and <see cref="BufferedShape.HasVectorsB"/> hold, and of TF32 such
/// that both have <see cref="AdjacentSteps"/>. Launch: explicitly grouped, groups (<see cref="IWarpgroupTile.Items"/>, 1, 1),
/// <see cref="Groups"/> of them along x, with <see cref="SharedFloats"/> of dynamic shared memory; C is not empty. Other devices
/// refuse the kernel, those of later generations, too.
/// </para>
/// <para>
/// Numerics: see <see cref="TensorCoreMatMul"/>; the bits need not be the same. Layouts: PTX ISA, "Asynchronous Warpgroup Level
/// Matrix Multiply-Accumulate Instructions".
/// </para>
/// </remarks>
public static class WarpgroupMatMul
{
    /// <summary>Distance of two columns of C in shared memory beyond the tile's width, so that eight rows meet no bank twice.</summary>
    public const int Padding = 8;

    /// <summary>Groups that C [m, n] needs.</summary>
    public static int Groups<TTile>(int m, int n) where TTile : unmanaged, IWarpgroupTile =>
        (m + TTile.Rows - 1) / TTile.Rows * ((n + TTile.Columns - 1) / TTile.Columns);

    /// <summary>
    /// The dynamic shared memory of a group, in floats: its buffers, and what may lie unused before them. The tile of C fits there
    /// as well.
    /// </summary>
    public static int SharedFloats<TTile>() where TTile : unmanaged, IWarpgroupTile =>
        (TTile.Stages * (TTile.Rows + TTile.Columns) * TensorOperand.DepthBytes + WarpgroupOperand.Alignment) / sizeof(float);

    /// <summary>The kernel.</summary>
    /// <param name="a">A, as the shape says, in units of 16 bits.</param>
    /// <param name="b">B, as the shape says, in units of 16 bits.</param>
    /// <param name="operands">The epilogue's views.</param>
    /// <param name="c">C, dense and row-major.</param>
    /// <param name="shape">The product.</param>
    /// <param name="epilogue">What happens to a finished sum.</param>
    public static void Kernel<TTile, TFormat, TA, TB, TEpilogue, TMath>(
        ArrayView<short> a, ArrayView<short> b, EpilogueOperands<float> operands, ArrayView<float> c, BufferedShape shape,
        TEpilogue epilogue)
        where TTile : unmanaged, IWarpgroupTile
        where TFormat : unmanaged, IWarpgroupFormat
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where TMath : unmanaged, IScalarMath<float>
    {
        TTile.StartSums();
        var product = shape.Product;
        var shared = SharedMemory.GetDynamic<float>();
        var unaligned = AsyncCopy.AddressOf(shared);
        var address = (unaligned + WarpgroupOperand.Alignment - 1) & -WarpgroupOperand.Alignment;
        var (tileRow, tileColumn) = TileOrder.Of(
            (product.M + TTile.Rows - 1) / TTile.Rows, (product.N + TTile.Columns - 1) / TTile.Columns);

        TensorOperand fromA;
        fromA.Source = a;
        fromA.Lines = product.M;
        fromA.Steps = product.K;
        fromA.LineStride = product.ARow;
        fromA.StepStride = product.AColumn;
        fromA.FirstLine = tileRow * TTile.Rows;
        fromA.HasVectors = 1;
        TensorOperand fromB;
        fromB.Source = b;
        fromB.Lines = product.N;
        fromB.Steps = product.K;
        fromB.LineStride = product.BColumn;
        fromB.StepStride = product.BRow;
        fromB.FirstLine = tileColumn * TTile.Columns;
        fromB.HasVectors = 1;

        var stageBytes = (TTile.Rows + TTile.Columns) * TensorOperand.DepthBytes;
        var depth = TensorOperand.DepthBytes / TFormat.Bytes;
        for (var stage = 0; stage < TTile.Stages - 2; stage++)
            Load<TTile, TFormat, TA, TB>(fromA, fromB, address + stage * stageBytes, stage * depth);
        var read = 0;
        var write = (TTile.Stages - 2) * stageBytes;
        for (var step = 0; step < product.K; step += depth)
        {
            // The tile has come, for all, and the tensor cores see it. Products with the one before the last have ended, for all:
            // the next copies take its place.
            TTile.WaitForTile();
            Round<TTile, TFormat, TA, TB>(address + read);
            CudaAsm.Emit("fence.proxy.async.shared::cta;");
            Group.Barrier();
            Multiply<TTile, TFormat, TA, TB>(address + read);
            Load<TTile, TFormat, TA, TB>(fromA, fromB, address + write, step + (TTile.Stages - 2) * depth);
            CudaAsm.Emit("wgmma.wait_group.sync.aligned 1;");
            read = Next<TTile>(read, stageBytes);
            write = Next<TTile>(write, stageBytes);
        }

        CudaAsm.Emit("wgmma.wait_group.sync.aligned 0;");
        AsyncCopy.WaitForAll();
        Group.Barrier();
        TTile.StoreSums(unaligned + FirstSum<TTile>(Group.IdxX));
        Group.Barrier();
        TileStore.Run<TFormat, TEpilogue, TMath>(
            shared, TTile.Columns + Padding, TTile.Rows, TTile.Columns, fromA.FirstLine, TTile.Rows, fromB.FirstLine, c, operands,
            product, shape.HasVectorsC, epilogue);
    }

    /// <summary>Starts to bring a tile of A and one of B; a group of copies of its own even where there are none left.</summary>
    private static void Load<TTile, TFormat, TA, TB>(TensorOperand fromA, TensorOperand fromB, int tiles, int step)
        where TTile : unmanaged, IWarpgroupTile
        where TFormat : unmanaged, IWarpgroupFormat
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
    {
        if (step < fromA.Steps)
        {
            fromA.StartCopies<TFormat, TA>(tiles, step, TTile.Rows, TTile.Items);
            fromB.StartCopies<TFormat, TB>(tiles + TTile.Rows * TensorOperand.DepthBytes, step, TTile.Columns, TTile.Items);
        }

        AsyncCopy.EndGroup();
    }

    /// <summary>Rounds what the item has brought of both tiles, where the tensor cores would not.</summary>
    private static void Round<TTile, TFormat, TA, TB>(int tiles)
        where TTile : unmanaged, IWarpgroupTile
        where TFormat : unmanaged, IWarpgroupFormat
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
    {
        if (TFormat.Bytes < 4)
            return;
        TensorOperand.RoundPieces<TFormat, TA>(tiles, TTile.Rows, TTile.Items);
        TensorOperand.RoundPieces<TFormat, TB>(tiles + TTile.Rows * TensorOperand.DepthBytes, TTile.Columns, TTile.Items);
    }

    /// <summary>Gives the tensor cores the products of both tiles, 32 bytes of k in each.</summary>
    private static void Multiply<TTile, TFormat, TA, TB>(int tiles)
        where TTile : unmanaged, IWarpgroupTile
        where TFormat : unmanaged, IWarpgroupFormat
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
    {
        var inA = WarpgroupOperand.DescriptorOf(tiles + Group.IdxX / 128 * WarpgroupOperand.LinesBytes);
        var inB = WarpgroupOperand.DescriptorOf(tiles + TTile.Rows * TensorOperand.DepthBytes);
        CudaAsm.Emit("wgmma.fence.sync.aligned;");
        for (var part = 0; part < TensorOperand.DepthBytes / 32; part++)
        {
            TFormat.MultiplyByWarpgroup<TTile, TA, TB>(inA, inB);
            inA += WarpgroupOperand.NextSteps<TA>();
            inB += WarpgroupOperand.NextSteps<TB>();
        }

        CudaAsm.Emit("wgmma.commit_group.sync.aligned;");
    }

    /// <summary>Where an item's first sum goes in shared memory, in bytes: a warp has 16 rows, four items a row.</summary>
    internal static int FirstSum<TTile>(int item) where TTile : unmanaged, IWarpgroupTile =>
        ((item / 32 * 16 + item % 32 / 4) * (TTile.Columns + Padding) + item % 4 * 2) * sizeof(float);

    private static int Next<TTile>(int buffer, int bytes) where TTile : unmanaged, IWarpgroupTile =>
        buffer == (TTile.Stages - 1) * bytes ? 0 : buffer + bytes;
}
