namespace ILGPU;

public static class IndexTypeExtensions
{
    public static void AssertIntIndex(long index) =>
        KernelAssert.That(
            index >= int.MinValue && index <= int.MaxValue,
            "The index does not fit in 32 bits: use the overload that takes a long index.");

    public static void AssertIntIndexRange(long range) =>
        KernelAssert.That(
            range >= 0 && range <= int.MaxValue,
            "The extent does not fit in 32 bits: use the member that returns a long extent.");

    public static int GetIntSize<TIndex>(this TIndex index)
        where TIndex : struct, IIndex
    {
        var size = index.Size;
        AssertIntIndexRange(size);
        return (int)size;
    }

    public static Type GetManagedIndexType(this IndexType indexType) => indexType switch
    {
        IndexType.Index1D => typeof(Index1D),
        IndexType.Index2D => typeof(Index2D),
        IndexType.Index3D => typeof(Index3D),
        IndexType.LongIndex1D => typeof(LongIndex1D),
        IndexType.LongIndex2D => typeof(LongIndex2D),
        IndexType.LongIndex3D => typeof(LongIndex3D),
        IndexType.KernelConfig => typeof(KernelConfig),
        _ => throw new ArgumentOutOfRangeException(nameof(indexType), indexType, "No index type has this value."),
    };

    public static IndexType GetIndexType(this Type indexType)
    {
        ArgumentNullException.ThrowIfNull(indexType);
        for (var type = IndexType.Index1D; type <= IndexType.KernelConfig; ++type)
        {
            if (type.GetManagedIndexType() == indexType)
                return type;
        }
        return IndexType.None;
    }

    public static bool IsLongIndex(this Type type) =>
        type.GetIndexType() is IndexType.LongIndex1D or IndexType.LongIndex2D or IndexType.LongIndex3D;

    public static bool IsLongIndex<TIndex>()
        where TIndex : struct, IIndex =>
        typeof(TIndex).IsLongIndex();
}
