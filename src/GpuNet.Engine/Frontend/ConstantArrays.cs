using GpuNet.Engine.IR;

namespace GpuNet.Engine.Frontend;

/// <summary>
/// Arrays of the host that a kernel finds in static readonly fields: each is copied to private memory at the kernel's
/// start. What of it is read at constant indices becomes constants, and the copy goes.
/// </summary>
internal sealed class ConstantArrays(IRBuilder builder)
{
    /// <summary>Every element is a store, which each work-item executes.</summary>
    private const int MostStores = 1024;

    private readonly Dictionary<Array, Value[]> copies = new(ReferenceEqualityComparer.Instance);

    /// <summary>The leaves of the array's <see cref="TypeLayout"/>: a pointer and the lengths.</summary>
    public Value[] Leaves(Array array)
    {
        if (!copies.TryGetValue(array, out var leaves))
            copies.Add(array, leaves = Copy(array));
        return leaves;
    }

    private Value[] Copy(Array array)
    {
        var type = array.GetType();
        var layout = TypeLayout.Of(type.GetElementType()!);
        if (!layout.IsPlain)
            throw new NotSupportedException(
                $"an array of {TypeNames.Of(layout.Type)} is used that the kernel did not create; use elements of plain data");
        if (array.LongLength * layout.Leaves.Length > MostStores)
            throw new NotSupportedException(
                $"a static array of {array.LongLength} elements is too long to be copied by every work-item; "
                + "pass an ArrayView as a kernel argument");
        var address = builder.Alloca(array.LongLength * layout.Size, layout.Alignment);
        for (long index = 0; index < array.LongLength; index++)
            foreach (var leaf in layout.Leaves)
                builder.StoreAtEntry(
                    address, index * layout.Size + leaf.Offset, PlainData.Leaf(array, index * layout.Size, leaf));
        var lengths = Enumerable.Range(0, array.Rank).Select(dimension => Constant.Int32(array.GetLength(dimension)));
        return [address, .. lengths];
    }
}
