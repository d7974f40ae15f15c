using GpuNet.Engine.IR;

namespace GpuNet.Engine.Frontend;

/// <summary>
/// What private memory holds along a straight path: values just stored are read back without a load. So constants
/// that travel through a constructor or an argument (<c>SharedMemory.Allocate2D</c>'s extent) arrive as constants.
/// </summary>
internal sealed class KnownMemory
{
    /// <summary>
    /// Larger allocations are arrays; following them element by element would cost more than it tells.
    /// </summary>
    private const int LargestAllocation = 512;

    private readonly Dictionary<Instruction, List<Known>> contents = [];

    public KnownMemory Clone()
    {
        var clone = new KnownMemory();
        foreach (var (allocation, values) in contents)
            clone.contents.Add(allocation, [.. values]);
        return clone;
    }

    public Value? Load(Value pointer, IRType type)
    {
        if (Resolve(pointer, out long offset) is not { Op: Opcode.Alloca } allocation
            || !contents.TryGetValue(allocation, out var values))
            return null;
        foreach (var (at, value) in values)
            if (at == offset && (value.Type == type || (value.Type.IsPointer && type.IsPointer)))
                return value;
        return null;
    }

    public void Store(Value pointer, Value value)
    {
        if (Forget(pointer, value.Type.Size, out long offset) is not { } allocation || offset < 0
            || allocation.Size > LargestAllocation)
            return;
        if (!contents.TryGetValue(allocation, out var values))
            contents.Add(allocation, values = []);
        values.Add(new Known(offset, value));
    }

    /// <summary>Something unknown is written to <paramref name="size"/> bytes.</summary>
    public void Forget(Value pointer, int size) => Forget(pointer, size, out _);

    private Instruction? Forget(Value pointer, int size, out long offset)
    {
        var root = Resolve(pointer, out long start);
        offset = start;
        if (root is { Op: Opcode.Alloca })
        {
            if (start < 0)
                contents.Remove(root);
            else if (contents.TryGetValue(root, out var values))
                values.RemoveAll(known => known.Offset < start + size && known.Offset + known.Value.Type.Size > start);
            return root;
        }
        if (pointer.Type.Space is not (AddressSpace.Global or AddressSpace.Shared))
            contents.Clear();
        return null;
    }

    private sealed record Known(long Offset, Value Value);

    /// <summary>The instruction an address starts from; an offset of -1 stands for an unknown one.</summary>
    private static Instruction? Resolve(Value pointer, out long offset)
    {
        offset = 0;
        while (pointer is Instruction { Op: Opcode.Offset } step)
        {
            offset = offset < 0 || step[1] is not Constant index
                ? -1
                : offset + index.Bits * step.Scale + step.Displacement;
            pointer = step[0];
        }
        return pointer as Instruction;
    }
}
