using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>The transpose of a matrix, as a copy.</summary>
internal static class Transposition
{
    private const string Name = "Transpose";

    internal static Tensor Forward(Tensor x)
    {
        Check.Rank(Name, x, 2, "a matrix");
        return Permutation.Forward(x, [1, 0]);
    }

    /// <summary>The transpose of x seen as [rows, columns], off the tape.</summary>
    internal static Tensor Of(Tensor x, int rows, int columns)
    {
        var y = Tensor.Uninitialized([columns, rows], x.DType, x.Device);
        if (y.Count > 0) Into(x, rows, columns, y);
        return y;
    }

    /// <summary>The transposes of as many matrices [rows, columns] as x and y hold, off the tape.</summary>
    internal static void Into(Tensor x, int rows, int columns, Tensor y) =>
        Movement.Dispatch(x, new Move(x, rows, columns, y));

    private readonly struct Move(Tensor x, int rows, int columns, Tensor y) : IMove
    {
        public void Run<T>() where T : unmanaged
        {
            const int Tile = TransposeKernels.Tile;
            var tiles = LaunchShape.Blocks(rows, Tile) * LaunchShape.Blocks(columns, Tile);
            // On GPUs several rows of a tile at a time, on processors a vector.
            var size = LaunchShape.GroupSize(x.Device);
            var group = new Index3D(Math.Min(size, Tile), Math.Max(size / Tile, 1), 1);
            Launchers<T>.Tiled.Launch(
                x.Device, new KernelConfig(new Index3D(x.Count / (rows * columns) * tiles, 1, 1), group), x.View<T>(),
                y.View<T>(), rows, columns);
        }
    }

    private static class Launchers<T> where T : unmanaged
    {
        internal static readonly GroupKernel<ArrayView<T>, ArrayView<T>, int, int> Tiled = new(
            TransposeKernels.Tiled<T>);
    }
}
