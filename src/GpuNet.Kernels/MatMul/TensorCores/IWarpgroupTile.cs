using ILGPU.Runtime.Cuda;

namespace GpuNet.Kernels;

/// <summary>
/// The piece of C that a group of <see cref="WarpgroupMatMul"/> computes, as a type. Each warpgroup of 128 items computes 64 rows
/// of it. The sums are registers of the assembler's, which the tile's own text declares and stores.
/// </summary>
public interface IWarpgroupTile
{
    /// <summary>Rows of C, a multiple of 64.</summary>
    static abstract int Rows { get; }

    /// <summary>Columns of C: 128 or 256.</summary>
    static abstract int Columns { get; }

    /// <summary>Items of a group: 128 for each 64 rows.</summary>
    static abstract int Items { get; }

    /// <summary>Buffers for tiles of A and B: one that is multiplied, one whose products may still go on, and those being filled.</summary>
    static abstract int Stages { get; }

    /// <summary>Declares the sums, zeros. The first statement of the kernel, and in no loop.</summary>
    static abstract void StartSums();

    /// <summary>Waits for the item's own copies of the oldest tile: all but the last Stages - 3 groups of them.</summary>
    static abstract void WaitForTile();

    /// <summary>Stores the item's sums; rows are <see cref="Columns"/> + <see cref="WarpgroupMatMul.Padding"/> floats apart.</summary>
    /// <param name="address">Where its first sum goes in shared memory.</param>
    static abstract void StoreSums(int address);
}

/// <summary>128 x 256 by two warpgroups, 128 sums an item and 192 KB of buffers: the fewest bytes read for each product.</summary>
public readonly struct WarpgroupTile128x256 : IWarpgroupTile
{
    /// <inheritdoc/>
    public static int Rows => 128;

    /// <inheritdoc/>
    public static int Columns => 256;

    /// <inheritdoc/>
    public static int Items => 256;

    /// <inheritdoc/>
    public static int Stages => 4;

    /// <inheritdoc/>
    public static void StartSums() => CudaAsm.Emit(WarpgroupSums.Start256);

    /// <inheritdoc/>
    public static void WaitForTile() => CudaAsm.Emit("cp.async.wait_group 1;");

    /// <inheritdoc/>
    public static void StoreSums(int address) => CudaAsm.Emit(WarpgroupSums.Store256, address);
}

/// <summary>128 x 128 by two warpgroups, 64 sums an item and 96 KB of buffers: two groups fit on a multiprocessor.</summary>
public readonly struct WarpgroupTile128x128 : IWarpgroupTile
{
    /// <inheritdoc/>
    public static int Rows => 128;

    /// <inheritdoc/>
    public static int Columns => 128;

    /// <inheritdoc/>
    public static int Items => 256;

    /// <inheritdoc/>
    public static int Stages => 3;

    /// <inheritdoc/>
    public static void StartSums() => CudaAsm.Emit(WarpgroupSums.Start128);

    /// <inheritdoc/>
    public static void WaitForTile() => CudaAsm.Emit("cp.async.wait_group 0;");

    /// <inheritdoc/>
    public static void StoreSums(int address) => CudaAsm.Emit(WarpgroupSums.Store128, address);
}
