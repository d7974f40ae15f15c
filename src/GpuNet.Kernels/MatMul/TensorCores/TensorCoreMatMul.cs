using ILGPU;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Kernels;

/// <summary>
/// Matrix multiply by the tensor cores of CUDA devices from compute capability 8.0 on: operands are rounded to a narrow
/// format, products are exact, sums are singles.
/// </summary>
/// <remarks>
/// <para>
/// A group computes a tile of C. Tiles of A and B, 128 bytes of k deep, go through a ring of three buffers in shared
/// memory: while one is multiplied, the device copies the two after it (<c>cp.async</c>). Warps read fragments by
/// <c>ldmatrix</c>, those of the next 32 bytes of k before they multiply (<c>mma.sync</c>) the last ones. Finished sums go
/// through shared memory, the epilogue, and to C in whole rows.
/// </para>
/// <para>
/// Operands come in units of 16 bits; strides count numbers. Where an operand's stored rows are no multiples of 16
/// bytes it is copied number by number, which is slow. Launch: explicitly grouped, groups
/// (<see cref="ITensorTile.Items"/>, 1, 1), <see cref="Groups"/> of them along x, with <see cref="SharedFloats"/> of
/// dynamic shared memory; C is not empty. Other devices refuse the kernel.
/// </para>
/// <para>
/// Numerics: tensor cores add several products at a time, in an order and with a rounding of their own, so the bits
/// are those of the device's generation. Layouts of fragments: PTX ISA, "Matrix multiply-accumulate instructions".
/// </para>
/// </remarks>
public static class TensorCoreMatMul
{
    private const int Stages = 3;

    /// <summary>Distance of two columns of C in shared memory beyond the tile's width, so that eight rows meet no bank twice.</summary>
    private const int Padding = 8;

    /// <summary>Groups that C [m, n] needs.</summary>
    public static int Groups<TTile>(int m, int n) where TTile : unmanaged, ITensorTile =>
        (m + TTile.Rows - 1) / TTile.Rows * ((n + TTile.Columns - 1) / TTile.Columns);

    /// <summary>The dynamic shared memory of a group, in floats: its buffers; the tile of C fits there as well.</summary>
    public static int SharedFloats<TTile>() where TTile : unmanaged, ITensorTile =>
        Stages * (TTile.Rows + TTile.Columns) * TensorOperand.DepthBytes / sizeof(float);

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
        where TTile : unmanaged, ITensorTile
        where TFormat : unmanaged, ITensorFormat
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
        where TEpilogue : unmanaged, IMatMulEpilogue<TEpilogue>
        where TMath : unmanaged, IScalarMath<float>
    {
        var product = shape.Product;
        var sharedFloats = SharedMemory.GetDynamic<float>();
        var shared = sharedFloats.Cast<short>();
        var address = AsyncCopy.AddressOf(sharedFloats);
        var (tileRow, tileColumn) = TileOrder.Of(
            (product.M + TTile.Rows - 1) / TTile.Rows, (product.N + TTile.Columns - 1) / TTile.Columns);

        TensorOperand fromA;
        fromA.Source = a;
        fromA.Lines = product.M;
        fromA.Steps = product.K;
        fromA.LineStride = product.ARow;
        fromA.StepStride = product.AColumn;
        fromA.FirstLine = tileRow * TTile.Rows;
        fromA.HasVectors = shape.HasVectorsA;
        TensorOperand fromB;
        fromB.Source = b;
        fromB.Lines = product.N;
        fromB.Steps = product.K;
        fromB.LineStride = product.BColumn;
        fromB.StepStride = product.BRow;
        fromB.FirstLine = tileColumn * TTile.Columns;
        fromB.HasVectors = shape.HasVectorsB;

        var warp = Group.IdxX / 32;
        var warpRow = warp / (TTile.Columns / TTile.WarpColumns);
        var row = warpRow * TTile.WarpRows;
        var column = (warp - warpRow * (TTile.Columns / TTile.WarpColumns)) * TTile.WarpColumns;

        var sums = new float[TTile.Sums];
        var a0 = new int[TTile.RegistersA];
        var a1 = new int[TTile.RegistersA];
        var b0 = new int[TTile.RegistersB];
        var b1 = new int[TTile.RegistersB];
        var stageBytes = (TTile.Rows + TTile.Columns) * TensorOperand.DepthBytes;
        var depth = TensorOperand.DepthBytes / TFormat.Bytes;
        for (var stage = 0; stage < Stages - 1; stage++)
            Load<TTile, TFormat, TA, TB>(fromA, fromB, shared, address, stage * stageBytes, stage * depth);
        var read = 0;
        var write = (Stages - 1) * stageBytes;
        for (var step = 0; step < product.K; step += depth)
        {
            // The tile has come, for all; and all have read the one before it, whose place the next copies take.
            CudaAsm.Emit("cp.async.wait_group 1;");
            Group.Barrier();
            Load<TTile, TFormat, TA, TB>(fromA, fromB, shared, address, write, step + (Stages - 1) * depth);
            var inB = read + TTile.Rows * TensorOperand.DepthBytes;
            Fetch<TTile, TFormat, TA, TB>(a0, b0, shared, address, read, inB, row, column, 0);
            Fetch<TTile, TFormat, TA, TB>(a1, b1, shared, address, read, inB, row, column, 1);
            Multiply<TTile, TFormat>(sums, a0, b0);
            Fetch<TTile, TFormat, TA, TB>(a0, b0, shared, address, read, inB, row, column, 2);
            Multiply<TTile, TFormat>(sums, a1, b1);
            Fetch<TTile, TFormat, TA, TB>(a1, b1, shared, address, read, inB, row, column, 3);
            Multiply<TTile, TFormat>(sums, a0, b0);
            Multiply<TTile, TFormat>(sums, a1, b1);
            read = Next(read, stageBytes);
            write = Next(write, stageBytes);
        }

        AsyncCopy.WaitForAll();
        Group.Barrier();
        StoreSums<TTile>(sums, sharedFloats, row, column);
        Group.Barrier();
        TileStore.Run<TFormat, TEpilogue, TMath>(
            sharedFloats, TTile.Columns + Padding, TTile.Rows, TTile.Columns, fromA.FirstLine, TTile.Rows,
            fromB.FirstLine, c, operands, product, shape.HasVectorsC, epilogue);
    }

    /// <summary>Starts to bring a tile of A and one of B; a group of copies of its own even where there are none left.</summary>
    private static void Load<TTile, TFormat, TA, TB>(
        TensorOperand fromA, TensorOperand fromB, ArrayView<short> shared, int address, int start, int step)
        where TTile : unmanaged, ITensorTile
        where TFormat : unmanaged, ITensorFormat
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
    {
        if (step < fromA.Steps)
        {
            fromA.Load<TFormat, TA>(shared, address, start, step, TTile.Rows, TTile.Items);
            fromB.Load<TFormat, TB>(
                shared, address, start + TTile.Rows * TensorOperand.DepthBytes, step, TTile.Columns, TTile.Items);
        }

        AsyncCopy.EndGroup();
    }

    /// <summary>A warp's fragments of 32 bytes of k.</summary>
    private static void Fetch<TTile, TFormat, TA, TB>(
        int[] a, int[] b, ArrayView<short> shared, int address, int inA, int inB, int row, int column, int part)
        where TTile : unmanaged, ITensorTile
        where TFormat : unmanaged, ITensorFormat
        where TA : unmanaged, IOperandOrder
        where TB : unmanaged, IOperandOrder
    {
        for (var down = 0; down < TTile.WarpRows / 16; down++)
        {
            TensorOperand.LoadFragment<TFormat, TA>(
                a, down * 4, 1, 2, shared, address, inA, row + down * 16, part);
        }

        for (var across = 0; across < TTile.WarpColumns / 16; across++)
        {
            TensorOperand.LoadFragment<TFormat, TB>(
                b, across * 4, 2, 1, shared, address, inB, column + across * 16, part);
        }
    }

    /// <summary>Adds all products of a warp's fragments.</summary>
    private static void Multiply<TTile, TFormat>(float[] sums, int[] a, int[] b)
        where TTile : unmanaged, ITensorTile
        where TFormat : unmanaged, ITensorFormat
    {
        // Rows are not a loop: with all of a loop's copies, it would be more than kernel compilers copy out.
        MultiplyRow<TTile, TFormat>(sums, a, b, 0);
        MultiplyRow<TTile, TFormat>(sums, a, b, 1);
        if (TTile.WarpRows > 32)
        {
            MultiplyRow<TTile, TFormat>(sums, a, b, 2);
            MultiplyRow<TTile, TFormat>(sums, a, b, 3);
        }
    }

    private static void MultiplyRow<TTile, TFormat>(float[] sums, int[] a, int[] b, int down)
        where TTile : unmanaged, ITensorTile
        where TFormat : unmanaged, ITensorFormat
    {
        for (var across = 0; across < TTile.WarpColumns / 8; across++)
        {
            TFormat.Multiply(
                sums, (down * (TTile.WarpColumns / 8) + across) * 4,
                a[down * 4], a[down * 4 + 1], a[down * 4 + 2], a[down * 4 + 3], b[across * 2], b[across * 2 + 1]);
        }
    }

    /// <summary>Lays out a warp's sums as rows.</summary>
    private static void StoreSums<TTile>(float[] sums, ArrayView<float> shared, int row, int column)
        where TTile : unmanaged, ITensorTile
    {
        StoreRow<TTile>(sums, shared, row, column, 0);
        StoreRow<TTile>(sums, shared, row, column, 1);
        if (TTile.WarpRows > 32)
        {
            StoreRow<TTile>(sums, shared, row, column, 2);
            StoreRow<TTile>(sums, shared, row, column, 3);
        }
    }

    /// <summary>The same for the fragments side by side: of each, an item holds two neighbours of two rows.</summary>
    private static void StoreRow<TTile>(float[] sums, ArrayView<float> shared, int row, int column, int down)
        where TTile : unmanaged, ITensorTile
    {
        var lane = Group.IdxX % 32;
        for (var across = 0; across < TTile.WarpColumns / 8; across++)
        {
            var sum = (down * (TTile.WarpColumns / 8) + across) * 4;
            var offset = (row + down * 16 + lane / 4) * (TTile.Columns + Padding) + column + across * 8 + lane % 4 * 2;
            shared[offset] = sums[sum];
            shared[offset + 1] = sums[sum + 1];
            offset += 8 * (TTile.Columns + Padding);
            shared[offset] = sums[sum + 2];
            shared[offset + 1] = sums[sum + 3];
        }
    }

    private static int Next(int buffer, int bytes) => buffer == (Stages - 1) * bytes ? 0 : buffer + bytes;
}
