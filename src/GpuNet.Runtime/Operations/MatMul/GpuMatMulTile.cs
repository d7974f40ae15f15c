using GpuNet.Kernels;

namespace GpuNet.Operations;

/// <summary>The kernels and tiles that multiply matrices of floats on large GPUs; all give the same bits.</summary>
internal enum GpuMatMulTile
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
internal static class GpuMatMulHeuristics
{
    /// <summary>
    /// The largest tile of which there are enough to give every multiprocessor one, and of which C fills more than half: it reads its
    /// operands least often.
    /// </summary>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="multiprocessors">The device's multiprocessors.</param>
    /// <param name="products">How many such products there are in a launch.</param>
    internal static GpuMatMulTile Choose(int m, int n, int multiprocessors, int products = 1) => Choose(
        multiprocessors, (long)products * m * n, (long)products * BufferedMatMul.Groups<BufferedTile128x128>(m, n),
        (long)products * BufferedMatMul.Groups<BufferedTile128x64>(m, n), (long)products * BufferedMatMul.Groups<BufferedTile64x64>(m, n),
        (long)products * TiledMatMul.Groups<Tile16>(m, n));

    /// <summary>The same for products of differing shapes that share a launch.</summary>
    internal static GpuMatMulTile Choose(GroupedProduct<MatMulShape>[] products, int multiprocessors)
    {
        return Choose(
            multiprocessors, Sum((m, n) => (long)m * n), Sum((m, n) => BufferedMatMul.Groups<BufferedTile128x128>(m, n)),
            Sum((m, n) => BufferedMatMul.Groups<BufferedTile128x64>(m, n)), Sum((m, n) => BufferedMatMul.Groups<BufferedTile64x64>(m, n)),
            Sum((m, n) => TiledMatMul.Groups<Tile16>(m, n)));

        long Sum(Func<int, int, long> of) => products.Sum(product => of(product.Shape.M, product.Shape.N));
    }

    /// <summary>Whether so many outputs fill more than half of their tiles.</summary>
    internal static bool IsFilled(long outputs, long tiles, int tileSize) => 2 * outputs > tiles * tileSize;

    private static GpuMatMulTile Choose(
        int multiprocessors, long outputs, long tiles128x128, long tiles128x64, long tiles64x64, long squares)
    {
        if (Fits<BufferedTile128x128>(tiles128x128)) return GpuMatMulTile.Buffered128x128;
        if (Fits<BufferedTile128x64>(tiles128x64)) return GpuMatMulTile.Buffered128x64;
        if (Fits<BufferedTile64x64>(tiles64x64)) return GpuMatMulTile.Buffered64x64;
        return squares * 4 >= multiprocessors && IsFilled(outputs, squares, 64 * 64)
            ? GpuMatMulTile.Tiled64x64
            : GpuMatMulTile.Tiled32x32;

        bool Fits<TTile>(long tiles) where TTile : unmanaged, IBufferedTile =>
            tiles >= multiprocessors && IsFilled(outputs, tiles, TTile.Rows * TTile.Columns);
    }
}
