using GpuNet.Kernels;

namespace GpuNet.Operations;

/// <summary>The kernels and tiles that multiply matrices of floats on CUDA devices; all give the same bits.</summary>
internal enum CudaMatMulTile
{
    /// <summary><see cref="TiledMatMul"/> with <see cref="Tile8"/>: 32 x 32 outputs a group.</summary>
    Tiled32x32,

    /// <summary><see cref="TiledMatMul"/> with <see cref="Tile16"/>: 64 x 64 outputs by 256 items.</summary>
    Tiled64x64,

    /// <summary><see cref="BufferedMatMul"/> with <see cref="BufferedTile64x64"/>.</summary>
    Buffered64x64,

    /// <summary><see cref="BufferedMatMul"/> with <see cref="BufferedTile128x64"/>.</summary>
    Buffered128x64,

    /// <summary><see cref="BufferedMatMul"/> with <see cref="BufferedTile128x128"/>.</summary>
    Buffered128x128,
}

/// <summary>Which tile a product gets where none was measured.</summary>
internal static class CudaMatMulHeuristics
{
    /// <summary>
    /// The largest tile of which there are enough to give every multiprocessor one, and of which C fills more than half: it reads its
    /// operands least often.
    /// </summary>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="multiprocessors">The device's multiprocessors.</param>
    /// <param name="products">How many such products there are in a launch.</param>
    internal static CudaMatMulTile Choose(int m, int n, int multiprocessors, int products = 1)
    {
        if (Fits<BufferedTile128x128>(m, n, multiprocessors, products)) return CudaMatMulTile.Buffered128x128;
        if (Fits<BufferedTile128x64>(m, n, multiprocessors, products)) return CudaMatMulTile.Buffered128x64;
        if (Fits<BufferedTile64x64>(m, n, multiprocessors, products)) return CudaMatMulTile.Buffered64x64;
        return (long)TiledMatMul.Groups<Tile16>(m, n) * products * 4 >= multiprocessors
            && IsFilled(m, n, TiledMatMul.Groups<Tile16>(m, n), 64 * 64)
            ? CudaMatMulTile.Tiled64x64
            : CudaMatMulTile.Tiled32x32;
    }

    /// <summary>Whether C [m, n] fills more than half of its tiles.</summary>
    internal static bool IsFilled(int m, int n, int tiles, int tileSize) => 2L * m * n > (long)tiles * tileSize;

    private static bool Fits<TTile>(int m, int n, int multiprocessors, int products) where TTile : unmanaged, IBufferedTile
    {
        var tiles = BufferedMatMul.Groups<TTile>(m, n);
        return (long)tiles * products >= multiprocessors && IsFilled(m, n, tiles, TTile.Rows * TTile.Columns);
    }
}
