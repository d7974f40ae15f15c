namespace ILGPU.Runtime;

/// <summary>
/// Where the elements of a view of up to three dimensions lie, in the order of .NET arrays: the last dimension varies
/// fastest. Fewer dimensions count as leading dimensions of length one.
/// </summary>
/// <param name="Rank">The number of dimensions the view has.</param>
/// <param name="Extent">The length of each dimension.</param>
/// <param name="Stride">The distance of neighbours in each dimension, in elements.</param>
internal readonly record struct StridedLayout(int Rank, LongIndex3D Extent, LongIndex3D Stride)
{
    /// <summary>Whether the elements lie in memory as they lie in an array.</summary>
    public bool IsArrayOrder =>
        (Extent.Z <= 1 || Stride.Z == 1) &&
        (Extent.Y <= 1 || Stride.Y == Extent.Z) &&
        (Extent.X <= 1 || Stride.X == Extent.Y * Extent.Z);

    public static StridedLayout Of(LongIndex1D extent, Stride1D.General stride) =>
        new(1, new(1, 1, extent.X), new(0, 0, stride.XStride));

    public static StridedLayout Of(LongIndex2D extent, Stride2D.General stride) =>
        new(2, new(1, extent.X, extent.Y), new(0, stride.XStride, stride.YStride));

    public static StridedLayout Of(LongIndex3D extent, Stride3D.General stride) =>
        new(3, extent, new(stride.XStride, stride.YStride, stride.ZStride));

    public void CheckShape(Array array)
    {
        Span<long> extents = [Extent.X, Extent.Y, Extent.Z];
        for (var dimension = 0; dimension < Rank; ++dimension)
        {
            if (array.GetLongLength(dimension) != extents[3 - Rank + dimension])
            {
                throw new ArgumentException(
                    $"Dimension {dimension} of the array has {array.GetLongLength(dimension)} elements, " +
                    $"that of the view {extents[3 - Rank + dimension]}: pass an array of the view's extent.",
                    nameof(array));
            }
        }
    }
}
