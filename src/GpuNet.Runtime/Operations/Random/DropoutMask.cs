using GpuNet.Kernels;
using ILGPU;

namespace GpuNet.Operations;

/// <summary>Which elements of a tensor are dropped.</summary>
/// <param name="Stream">Where the random numbers come from, in device memory.</param>
/// <param name="Rate">The share that is dropped.</param>
/// <param name="Columns">The elements of a row, as the mask sees them.</param>
internal readonly record struct DropoutMask(Tensor Stream, DropoutRate Rate, int Columns)
{
    /// <summary>Rows that share a block of random words.</summary>
    private const int RowsOfBlock = 4;

    /// <summary>Shorter rows would be too many for their elements.</summary>
    private const int ShortestRow = 8;

    internal ArrayView<RandomStream> Streams => Generator.AsStream(Stream);

    /// <summary>The next mask of a generator.</summary>
    internal static DropoutMask Next(Shape shape, Device device, double probability, Generator generator)
    {
        Generator.CheckProbability(probability);
        return new(
            generator.NextMaskStream(device), DropoutRate.Of(probability),
            HasRows(shape) ? shape[shape.Rank - 1] : RandomLayout.Stride);
    }

    /// <summary>
    /// Whether a mask of that shape sees rows of the last dimension, as a product's epilogue does: what is no matrix, or a
    /// very narrow one, would not use all the words that are drawn for it.
    /// </summary>
    internal static bool HasRows(Shape shape) =>
        shape.Rank > 1 && shape[shape.Rank - 1] is >= ShortestRow and var columns && shape.Count / columns >= RowsOfBlock;
}
