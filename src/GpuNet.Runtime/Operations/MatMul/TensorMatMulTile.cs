using GpuNet.Kernels;

namespace GpuNet.Operations;

/// <summary>The tiles of <see cref="TensorCoreMatMul"/>, then those of <see cref="WarpgroupMatMul"/>.</summary>
internal enum TensorMatMulTile
{
    /// <summary><see cref="TensorTile64x64"/>.</summary>
    Tile64x64,

    /// <summary><see cref="TensorTile128x128"/>.</summary>
    Tile128x128,

    /// <summary><see cref="TensorTile128x256"/>.</summary>
    Tile128x256,

    /// <summary><see cref="WarpgroupTile128x128"/>.</summary>
    Warpgroup128x128,

    /// <summary><see cref="WarpgroupTile128x256"/>.</summary>
    Warpgroup128x256,
}

/// <summary>Which tile a product gets where none was measured.</summary>
internal static class TensorMatMulHeuristics
{
    /// <summary>
    /// The largest tile that the device has the shared memory for, of which every multiprocessor gets one, and of which C fills more than half.
    /// </summary>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="multiprocessors">The device's multiprocessors.</param>
    /// <param name="sharedBytes">The most shared memory of a group.</param>
    /// <param name="products">How many such products there are in a launch.</param>
    internal static TensorMatMulTile Choose(int m, int n, int multiprocessors, int sharedBytes, int products = 1)
    {
        if (Fits<TensorTile128x256>(m, n, multiprocessors, sharedBytes, products)) return TensorMatMulTile.Tile128x256;
        return Fits<TensorTile128x128>(m, n, multiprocessors, sharedBytes, products)
            ? TensorMatMulTile.Tile128x128
            : TensorMatMulTile.Tile64x64;
    }

    /// <summary>How many tiles of <see cref="TensorCoreMatMul"/> the device has the shared memory for, from the smallest on.</summary>
    internal static int Count(int sharedBytes) =>
        HasMemory<TensorTile128x256>(sharedBytes) ? 3 : HasMemory<TensorTile128x128>(sharedBytes) ? 2 : 1;

    private static bool Fits<TTile>(int m, int n, int multiprocessors, int sharedBytes, int products)
        where TTile : unmanaged, ITensorTile
    {
        var tiles = TensorCoreMatMul.Groups<TTile>(m, n);
        return HasMemory<TTile>(sharedBytes) && (long)tiles * products >= multiprocessors
            && GpuMatMulHeuristics.IsFilled((long)m * n, tiles, TTile.Rows * TTile.Columns);
    }

    private static bool HasMemory<TTile>(int sharedBytes) where TTile : unmanaged, ITensorTile =>
        TensorCoreMatMul.SharedFloats<TTile>() * sizeof(float) <= sharedBytes;
}
