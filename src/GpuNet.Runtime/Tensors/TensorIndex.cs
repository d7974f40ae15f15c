namespace GpuNet;

/// <summary>
/// What one position of an indexer selects: <c>t[3]</c> and <c>t[^1]</c> one entry, whose dimension goes away;
/// <c>t[1..5]</c> a range; <c>t[(1..9, 2)]</c> every second entry of one; <c>t[NewAxis]</c> nothing, but a dimension of
/// extent 1 appears.
/// </summary>
public readonly record struct TensorIndex
{
    private TensorIndex(Range range, int step, bool isSingle, bool isNew) =>
        (Range, Step, IsSingle, IsNew) = (range, step, isSingle, isNew);

    /// <summary>A dimension of extent 1 that the tensor does not have.</summary>
    public static TensorIndex NewAxis => new(default, 1, isSingle: false, isNew: true);

    internal Range Range { get; }

    internal int Step { get; }

    internal bool IsSingle { get; }

    internal bool IsNew { get; }

    /// <summary>One entry, whose dimension goes away.</summary>
    public static implicit operator TensorIndex(Index index) =>
        new(new Range(index, index), 1, isSingle: true, isNew: false);

    /// <summary>One entry, whose dimension goes away; negative numbers count from the end, as in Python.</summary>
    public static implicit operator TensorIndex(int index) => index >= 0 ? new Index(index) : new Index(-index, true);

    /// <summary>A range of entries.</summary>
    public static implicit operator TensorIndex(Range range) => new(range, 1, isSingle: false, isNew: false);

    /// <summary>Every so many entries of a range, from its first on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is below 1.</exception>
    public static implicit operator TensorIndex((Range Range, int Step) stepped)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stepped.Step, 1, nameof(stepped));
        return new(stepped.Range, stepped.Step, isSingle: false, isNew: false);
    }

    /// <summary>The entries of a dimension that are meant.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They go beyond the dimension.</exception>
    internal Operations.AxisSlice In(string operation, Shape shape, int axis)
    {
        var extent = shape[axis];
        var start = Range.Start.GetOffset(extent);
        var end = IsSingle ? start + 1 : Range.End.GetOffset(extent);
        if (start < 0 || end > extent || end < start)
            throw new ArgumentOutOfRangeException(
                nameof(axis), IsSingle ? start : Range,
                $"{operation}: {(IsSingle ? Range.Start : Range)} goes beyond axis {axis} of a tensor of shape {shape}.");
        return new(start, Step, (end - start + Step - 1) / Step);
    }
}
