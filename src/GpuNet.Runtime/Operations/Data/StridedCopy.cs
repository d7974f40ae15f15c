using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>One side of a strided copy: a tensor, where its walk starts, and its strides, outermost first.</summary>
internal readonly ref struct Strides
{
    internal Strides(Tensor tensor, int start, ReadOnlySpan<int> steps)
    {
        Tensor = tensor;
        Start = start;
        Steps = steps;
    }

    internal Tensor Tensor { get; }

    internal int Start { get; }

    internal ReadOnlySpan<int> Steps { get; }

    /// <summary>The distances of neighbours in a dense tensor of that shape.</summary>
    internal static void Dense(Shape shape, Span<int> steps)
    {
        var step = 1;
        for (var i = shape.Rank - 1; i >= 0; i--)
        {
            steps[i] = step;
            step *= shape[i];
        }
    }
}

/// <summary>
/// Copies elements from strides to strides, off the tape. Dimensions that both sides walk alike are merged; then rows
/// are copied as such, or filled with the element that they repeat, matrices whose columns become rows are copied through
/// shared memory, and everything else element by element.
/// </summary>
internal static class StridedCopy
{
    /// <summary>From this length on, a row is worth a loop of its own.</summary>
    private const int LeastColumns = 16;

    /// <summary>Elements that a group of a processor moves: enough to forget what starting it costs.</summary>
    private const int ElementsPerGroup = 1 << 13;

    /// <summary>The rows and columns from which on tiles pay.</summary>
    private const int LeastTileSide = 8;

    /// <summary>The element with the indices i goes from start + i steps of the one to that of the other.</summary>
    internal static void Run(Strides from, Strides to, ReadOnlySpan<int> extents)
    {
        Span<int> sizes = stackalloc int[Shape.MaxRank];
        Span<int> stepsA = stackalloc int[Shape.MaxRank];
        Span<int> stepsB = stackalloc int[Shape.MaxRank];
        var rank = Merge(from.Steps, to.Steps, extents, sizes, stepsA, stepsB);
        sizes = sizes[..rank];
        stepsA = stepsA[..rank];
        stepsB = stepsB[..rank];
        var count = 1;
        foreach (var size in sizes) count *= size;
        if (count == 0) return;

        var (across, along) = (stepsA.IndexOf(1), stepsB.IndexOf(1));
        if (rank > 0 && stepsA[^1] is 0 or 1 && stepsB[^1] == 1 && sizes[^1] >= LeastColumns)
        {
            var shape = ShapeOf(from.Start, to.Start, sizes[..^1], stepsA[..^1], stepsB[..^1]);
            var repeats = stepsA[^1] == 0;
            Movement.Dispatch(from.Tensor, new RowsMove(from.Tensor, to.Tensor, shape, count / sizes[^1], sizes[^1], repeats));
        }
        else if (across >= 0 && along >= 0 && across != along && Math.Min(sizes[across], sizes[along]) >= LeastTileSide)
        {
            Transpose(from, to, sizes, stepsA, stepsB, across, along);
        }
        else
        {
            var shape = ShapeOf(from.Start, to.Start, sizes, stepsA, stepsB);
            Movement.Dispatch(from.Tensor, new ElementsMove(from.Tensor, to.Tensor, shape, count));
        }
    }

    /// <summary>Drops extents of 1 and merges neighbours that both sides walk as one; returns how many are left.</summary>
    private static int Merge(
        ReadOnlySpan<int> a, ReadOnlySpan<int> b, ReadOnlySpan<int> extents, Span<int> sizes, Span<int> stepsA,
        Span<int> stepsB)
    {
        var rank = 0;
        for (var i = 0; i < extents.Length; i++)
        {
            if (extents[i] == 1) continue;
            if (rank > 0 && stepsA[rank - 1] == a[i] * extents[i] && stepsB[rank - 1] == b[i] * extents[i])
                (sizes[rank - 1], stepsA[rank - 1], stepsB[rank - 1]) = (sizes[rank - 1] * extents[i], a[i], b[i]);
            else (sizes[rank], stepsA[rank], stepsB[rank++]) = (extents[i], a[i], b[i]);
        }
        return rank;
    }

    /// <summary>
    /// Copies matrices, whose columns are one dimension, adjacent in what is read, and whose rows are another, adjacent in
    /// what is written.
    /// </summary>
    private static void Transpose(
        Strides from, Strides to, ReadOnlySpan<int> sizes, ReadOnlySpan<int> a, ReadOnlySpan<int> b, int columns, int rows)
    {
        Span<int> others = stackalloc int[Shape.MaxRank];
        Span<int> stepsA = stackalloc int[Shape.MaxRank];
        Span<int> stepsB = stackalloc int[Shape.MaxRank];
        var (rank, matrices) = (0, 1);
        for (var i = 0; i < sizes.Length; i++)
        {
            if (i == columns || i == rows) continue;
            (others[rank], stepsA[rank], stepsB[rank++]) = (sizes[i], a[i], b[i]);
            matrices *= sizes[i];
        }
        var shape = ShapeOf(from.Start, to.Start, others[..rank], stepsA[..rank], stepsB[..rank]);
        Movement.Dispatch(
            from.Tensor, new TransposeMove(
                from.Tensor, to.Tensor, shape, matrices, sizes[rows], sizes[columns], a[rows], b[columns]));
    }

    private static StridedShape ShapeOf(
        int startA, int startB, ReadOnlySpan<int> sizes, ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        Span<int> all = stackalloc int[Shape.MaxRank];
        all.Fill(1);
        sizes.CopyTo(all[^sizes.Length..]);
        return new StridedShape
        {
            Size1 = all[1], Size2 = all[2], Size3 = all[3], Size4 = all[4], Size5 = all[5],
            A = WalkOf(startA, a), B = WalkOf(startB, b),
        };
    }

    private static StridedWalk WalkOf(int start, ReadOnlySpan<int> steps)
    {
        Span<int> all = stackalloc int[Shape.MaxRank];
        all.Clear();
        steps.CopyTo(all[^steps.Length..]);
        return new StridedWalk
        {
            Start = start, Stride0 = all[0], Stride1 = all[1], Stride2 = all[2], Stride3 = all[3], Stride4 = all[4],
            Stride5 = all[5],
        };
    }

    private readonly struct ElementsMove(Tensor x, Tensor y, StridedShape shape, int count) : IMove
    {
        public void Run<T>() where T : unmanaged =>
            Launchers<T>.Elements.Launch(y.Device, count, x.View<T>(), y.View<T>(), shape);
    }

    private readonly struct TransposeMove(
        Tensor x, Tensor y, StridedShape shape, int matrices, int rows, int columns, int rowStep, int columnStep) : IMove
    {
        public void Run<T>() where T : unmanaged
        {
            const int Tile = TransposeKernels.Tile;
            var tiles = matrices * LaunchShape.Blocks(rows, Tile) * LaunchShape.Blocks(columns, Tile);
            Launchers<T>.Transpose.Launch(
                y.Device, Transposition.Groups(y.Device, tiles), x.View<T>(), y.View<T>(), shape, rows, columns,
                rowStep, columnStep);
        }
    }

    private readonly struct RowsMove(Tensor x, Tensor y, StridedShape shape, int rows, int columns, bool repeats) : IMove
    {
        public void Run<T>() where T : unmanaged
        {
            var rowsPerGroup = Math.Clamp(ElementsPerGroup / columns, 1, rows);
            var strips = LaunchShape.Blocks(columns, ElementsPerGroup);
            var groups = new KernelConfig(
                strips * LaunchShape.Blocks(rows, rowsPerGroup), Math.Min(LaunchShape.GroupSize(y.Device), columns));
            var kernel = repeats ? Launchers<T>.RepeatedElements : Launchers<T>.Rows;
            kernel.Launch(
                y.Device, groups, x.View<T>(), y.View<T>(), shape, rows, rowsPerGroup, columns, strips);
        }
    }

    private static class Launchers<T> where T : unmanaged
    {
        internal static readonly ItemKernel<ArrayView<T>, ArrayView<T>, StridedShape> Elements = new(
            StridedKernels.Elements<T>);

        internal static readonly GroupKernel<ArrayView<T>, ArrayView<T>, StridedShape, int, int, int, int> Rows = new(
            StridedKernels.Rows<T>);

        internal static readonly GroupKernel<ArrayView<T>, ArrayView<T>, StridedShape, int, int, int, int> RepeatedElements = new(
            StridedKernels.RepeatedElements<T>);

        internal static readonly GroupKernel<ArrayView<T>, ArrayView<T>, StridedShape, int, int, int, int> Transpose = new(
            TransposeKernels.Tiled<T>);
    }
}
