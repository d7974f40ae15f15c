namespace GpuNet.Kernels;

/// <summary>One launch of a reduction.</summary>
/// <param name="Grouped">Whether a group reduces a chunk together, or one item does alone.</param>
/// <param name="Outer">Number of independent slices before the axis.</param>
/// <param name="Axis">Numbers along the axis.</param>
/// <param name="Inner">Number of independent slices after the axis, adjacent in memory.</param>
/// <param name="Chunk">How many numbers along the axis one partial result covers.</param>
/// <param name="Chunks">Partial results along the axis; 1 in the last step, which also finishes.</param>
public readonly record struct ReductionStep(bool Grouped, int Outer, int Axis, int Inner, int Chunk, int Chunks)
{
    /// <summary>Whether this step finishes: it uses an <c>Axis</c> kernel, the others a <c>Chunks</c> kernel.</summary>
    public bool IsLast => Chunks == 1;

    /// <summary>How many numbers this step writes: the groups or items it needs.</summary>
    public int Results => Outer * Chunks * Inner;
}

/// <summary>
/// The tree of a reduction. It follows from the shape alone, never from device, group or grid size, so every device
/// combines in the same order and gets the same bits. Host-side.
/// </summary>
public static class ReductionPlan
{
    /// <summary>Chunk of a step in which every item works alone.</summary>
    public const int ItemChunk = 256;

    /// <summary>Chunk of a step in which a group works together.</summary>
    public const int GroupChunk = 64 * LaneTree.MaximumLanes;

    /// <summary>Rows up to this length are reduced by one item: a group would mostly idle.</summary>
    public const int LongestItemRow = 64;

    /// <summary>The launches that reduce the middle dimension of [outer, axis, inner], in order.</summary>
    /// <param name="outer">Slices before the axis, at least 0.</param>
    /// <param name="axis">Numbers along the axis, at least 0; over nothing, the result is the identity,
    /// finished.</param>
    /// <param name="inner">Slices after the axis, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public static IReadOnlyList<ReductionStep> For(int outer, int axis, int inner)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(outer);
        ArgumentOutOfRangeException.ThrowIfNegative(axis);
        ArgumentOutOfRangeException.ThrowIfNegative(inner);
        var grouped = inner == 1 && axis > LongestItemRow;
        var longest = grouped ? GroupChunk : ItemChunk;
        var steps = new List<ReductionStep>();
        while (axis > longest)
        {
            var chunks = (axis + longest - 1) / longest;
            steps.Add(new ReductionStep(grouped, outer, axis, inner, longest, chunks));
            axis = chunks;
        }

        steps.Add(new ReductionStep(grouped, outer, axis, inner, axis, 1));
        return steps;
    }
}
