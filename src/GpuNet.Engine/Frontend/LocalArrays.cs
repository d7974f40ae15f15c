using GpuNet.Engine.IR;

namespace GpuNet.Engine.Frontend;

/// <summary>Arrays that a kernel creates: private memory and a length.</summary>
internal static class LocalArrays
{
    /// <summary>More stores than this are written as a loop.</summary>
    private const int MostStores = 64;

    /// <param name="builder">Where to.</param>
    /// <param name="element">The element type.</param>
    /// <param name="length">The number of elements.</param>
    /// <param name="clear">The memory may hold values of an earlier turn of a loop.</param>
    public static StackValue Create(IRBuilder builder, Type element, long length, bool clear)
    {
        var layout = TypeLayout.Of(element);
        if (length < 0 || length * layout.Size > int.MaxValue)
            throw new NotSupportedException(
                $"a local array of {length} elements cannot exist; choose a smaller constant");
        var address = builder.Alloca(length * layout.Size, layout.Alignment);
        if (clear && length * layout.Leaves.Length <= MostStores)
        {
            for (long index = 0; index < length; index++)
                ClearElement(builder, builder.Offset(address, index * layout.Size), layout);
        }
        else if (clear)
        {
            ClearInLoop(builder, address, layout, length);
        }
        return StackValue.Struct(element.MakeArrayType(), address, Constant.Int32((int)length));
    }

    private static void ClearElement(IRBuilder builder, Value address, TypeLayout layout)
    {
        foreach (var leaf in layout.Leaves)
            builder.Store(builder.Offset(address, leaf.Offset), Constant.Zero(leaf.Type));
    }

    private static void ClearInLoop(IRBuilder builder, Value address, TypeLayout layout, long length)
    {
        var loop = builder.Function.AddBlock("clear");
        var after = builder.Function.AddBlock("cleared");
        builder.Block.Terminator = new Jump(new Edge(loop, Constant.Int64(0)));
        builder.Block = loop;
        builder.Memory = new KnownMemory();
        var index = loop.AddParameter(IRType.Int64);
        ClearElement(builder, builder.Offset(address, index, layout.Size), layout);
        var next = builder.Binary(Opcode.Add, index, Constant.Int64(1));
        var isLeft = builder.Emit(Opcode.Lt, IRType.Int1, next, Constant.Int64(length));
        loop.Terminator = new Branch(isLeft, new Edge(loop, next), new Edge(after));
        builder.Block = after;
        builder.Memory = new KnownMemory();
    }
}
