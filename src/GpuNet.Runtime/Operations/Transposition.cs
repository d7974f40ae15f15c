using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>The transpose of a matrix, as a copy.</summary>
internal static class Transposition
{
    private const string Name = "Transpose";

    internal static Tensor Forward(Tensor x)
    {
        Check.Floating(Name, x);
        Check.Rank(Name, x, 2, "a matrix");
        var y = Of(x, x.Shape[0], x.Shape[1]);
        return Tape.Records(x) ? y.RecordedAs(new Node(x)) : y;
    }

    /// <summary>The transpose of x seen as [rows, columns], off the tape.</summary>
    internal static Tensor Of(Tensor x, int rows, int columns)
    {
        var y = Tensor.Uninitialized([columns, rows], x.DType, x.Device);
        if (y.Count == 0) return y;
        if (x.DType == DType.Float32) Launch<float>(x, y, rows, columns);
        else Launch<double>(x, y, rows, columns);
        GC.KeepAlive(x);
        return y;
    }

    private static void Launch<T>(Tensor x, Tensor y, int rows, int columns) where T : unmanaged
    {
        const int Tile = TransposeKernels.Tile;
        var tiles = LaunchShape.Blocks(rows, Tile) * LaunchShape.Blocks(columns, Tile);
        // On GPUs several rows of a tile at a time, on processors a vector.
        var size = LaunchShape.GroupSize(x.Device);
        var group = new Index3D(Math.Min(size, Tile), Math.Max(size / Tile, 1), 1);
        Launchers<T>.Tiled.Launch(
            x.Device, new KernelConfig(new Index3D(tiles, 1, 1), group), x.View<T>(), y.View<T>(), rows, columns);
    }

    private sealed class Node(Tensor x) : TapeNode(x)
    {
        internal override string Name => Transposition.Name;

        internal override void Backward(Tensor gradient, BackwardPass pass) =>
            pass.Accumulate(First, Of(gradient, gradient.Shape[0], gradient.Shape[1]));

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass) =>
            pass.Accumulate(First, Forward(gradient));
    }

    private static class Launchers<T> where T : unmanaged
    {
        internal static readonly GroupKernel<ArrayView<T>, ArrayView<T>, int, int> Tiled = new(
            TransposeKernels.Tiled<T>);
    }
}
