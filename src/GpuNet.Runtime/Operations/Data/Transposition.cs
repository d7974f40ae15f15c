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
    internal static void Into(Tensor x, int rows, int columns, Tensor y)
    {
        var size = rows * columns;
        StridedCopy.Run(
            new Strides(x, 0, [size, 1, columns]), new Strides(y, 0, [size, rows, 1]), [x.Count / size, columns, rows]);
    }

    /// <summary>A launch of a group for each square: on GPUs several of its rows at a time, on processors a vector.</summary>
    internal static KernelConfig Groups(Device device, int squares)
    {
        var size = LaunchShape.GroupSize(device);
        return new(
            new Index3D(squares, 1, 1),
            new Index3D(Math.Min(size, TransposeKernels.Tile), Math.Max(size / TransposeKernels.Tile, 1), 1));
    }
}
