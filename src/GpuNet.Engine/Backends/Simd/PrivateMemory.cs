using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// How items' private arrays lie in scratch memory. One item's array is contiguous. The arrays of items that run as lanes
/// are interleaved where the kernel's private accesses all have one size: element by element, lane by lane, so that lanes
/// that use the same index touch neighbouring memory.
/// </summary>
internal sealed class PrivateMemory
{
    private readonly int lanes;
    private readonly int elementSize;

    public PrivateMemory(Function function, int lanes)
    {
        this.lanes = lanes;
        var sizes = function.Instructions.Select(AccessSize).Where(bytes => bytes > 0).Distinct().ToList();
        if (lanes > 1 && sizes is [4 or 8] && function.Instructions.All(instruction => Fits(instruction, sizes[0])))
            elementSize = sizes[0];
    }

    /// <summary>Bytes that one item's array takes.</summary>
    public static long Size(Instruction allocation) => (allocation.Size + 15) & ~15L;

    /// <summary>Bytes from a lane's element to the next lane's.</summary>
    public long LaneStride(Instruction allocation) => elementSize > 0 ? elementSize : Size(allocation);

    /// <summary>What an offset in one item's array is to be multiplied with.</summary>
    public int Spread(Instruction offset) => elementSize > 0 && IsPrivate(offset) ? lanes : 1;

    private static bool IsPrivate(Value value) => value.Type.Space == AddressSpace.Private;

    /// <summary>The bytes that an instruction loads or stores in private memory, or 0.</summary>
    private static int AccessSize(Instruction instruction) => instruction.Op switch
    {
        Opcode.Store when IsPrivate(instruction[0]) => instruction[1].Type.Size,
        Opcode.Load or Opcode.Atomic or Opcode.AtomicCompareExchange when IsPrivate(instruction[0]) => instruction.Type.Size,
        _ => 0,
    };

    private static bool Fits(Instruction instruction, int size) => instruction.Op switch
    {
        Opcode.Offset when IsPrivate(instruction) =>
            (instruction.Scale % size == 0 || instruction[1] is Constant { Bits: 0 }) && instruction.Displacement % size == 0,
        Opcode.Store => !IsPrivate(instruction[1]),
        Opcode.Load or Opcode.Atomic or Opcode.AtomicCompareExchange => true,
        _ => !Array.Exists(instruction.Operands, IsPrivate),
    };
}
