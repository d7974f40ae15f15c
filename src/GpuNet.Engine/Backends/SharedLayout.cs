using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends;

/// <summary>Where the static shared arrays of a kernel lie, one after another, where the back end has to place them itself.</summary>
internal sealed class SharedLayout
{
    private readonly Dictionary<Value, long> offsets = [];

    public SharedLayout(Function function)
    {
        foreach (var array in function.Instructions.Where(instruction => instruction.Op == Opcode.SharedAlloc))
        {
            offsets[array] = AlignUp(Bytes, PointerAlignment.AlignmentOf(array));
            Bytes = offsets[array] + array.Size;
        }
        Bytes = AlignUp(Bytes, PointerAlignment.Most);
    }

    /// <summary>The arrays' bytes together; what follows them is aligned.</summary>
    public long Bytes { get; }

    /// <summary>Where an array begins, in bytes.</summary>
    public long this[Instruction array] => offsets[array];

    private static long AlignUp(long value, int alignment) => (value + alignment - 1) / alignment * alignment;
}
