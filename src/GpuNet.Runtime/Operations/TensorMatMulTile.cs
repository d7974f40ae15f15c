using GpuNet.Kernels;

namespace GpuNet.Operations;

/// <summary>The tiles of <see cref="TensorCoreMatMul"/>.</summary>
internal enum TensorMatMulTile
{
    /// <summary><see cref="TensorTile64x64"/>.</summary>
    Tile64x64,

    /// <summary><see cref="TensorTile128x128"/>.</summary>
    Tile128x128,

    /// <summary><see cref="TensorTile128x256"/>.</summary>
    Tile128x256,
}

/// <summary>Which tile a product gets where none was measured.</summary>
internal static class TensorMatMulHeuristics
{
    /// <summary>The largest tile that the device has the shared memory for, and of which every multiprocessor gets one.</summary>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="multiprocessors">The device's multiprocessors.</param>
    /// <param name="sharedBytes">The most shared memory of a group.</param>
    internal static TensorMatMulTile Choose(int m, int n, int multiprocessors, int sharedBytes)
    {
        if (Fits<TensorTile128x256>(m, n, multiprocessors, sharedBytes)) return TensorMatMulTile.Tile128x256;
        return Fits<TensorTile128x128>(m, n, multiprocessors, sharedBytes)
            ? TensorMatMulTile.Tile128x128
            : TensorMatMulTile.Tile64x64;
    }

    private static bool Fits<TTile>(int m, int n, int multiprocessors, int sharedBytes)
        where TTile : unmanaged, ITensorTile =>
        TensorCoreMatMul.SharedFloats<TTile>() * sizeof(float) <= sharedBytes
        && TensorCoreMatMul.Groups<TTile>(m, n) >= multiprocessors;
}
