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
    /// The largest tile of which there are enough to give every multiprocessor one: it reads its operands least often.
    /// </summary>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="multiprocessors">The device's multiprocessors.</param>
    internal static CudaMatMulTile Choose(int m, int n, int multiprocessors)
    {
        if (BufferedMatMul.Groups<BufferedTile128x128>(m, n) >= multiprocessors) return CudaMatMulTile.Buffered128x128;
        if (BufferedMatMul.Groups<BufferedTile128x64>(m, n) >= multiprocessors) return CudaMatMulTile.Buffered128x64;
        if (BufferedMatMul.Groups<BufferedTile64x64>(m, n) >= multiprocessors) return CudaMatMulTile.Buffered64x64;
        return TiledMatMul.Groups<Tile16>(m, n) * 4 >= multiprocessors
            ? CudaMatMulTile.Tiled64x64
            : CudaMatMulTile.Tiled32x32;
    }
}
