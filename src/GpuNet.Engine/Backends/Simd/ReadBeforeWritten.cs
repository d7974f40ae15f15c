using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// Finds the private arrays whose initial zeros may be read. The others need not be cleared for each item: one block stores all
/// their elements, and every load comes behind it.
/// </summary>
internal sealed class ReadBeforeWritten
{
    private readonly ControlFlow flow;

    private ReadBeforeWritten(Function function) => flow = new ControlFlow(function);

    /// <summary>Those among some allocations of a function.</summary>
    public static List<Instruction> Among(List<Instruction> allocations, Function function)
    {
        if (allocations.Count == 0)
            return [];
        var search = new ReadBeforeWritten(function);
        return allocations.FindAll(allocation => !search.IsWrittenFirst(allocation));
    }

    private bool IsWrittenFirst(Instruction allocation)
    {
        var addresses = flow.Blocks.SelectMany(block => block.Instructions)
            .Where(instruction => instruction.Op == Opcode.Offset && instruction[0] == allocation).ToHashSet<Value>();
        addresses.Add(allocation);
        return !flow.Blocks.Any(block => Escapes(block, addresses)) && flow.Blocks.Any(block => Fills(block, allocation, addresses));
    }

    /// <summary>Whether the array is used in other ways than by loads and stores of its elements.</summary>
    private static bool Escapes(Block block, HashSet<Value> addresses) =>
        block.Edges.Any(edge => edge.Arguments.Exists(addresses.Contains))
        || block.Instructions.Exists(instruction => instruction.Op switch
        {
            Opcode.Load => false,
            Opcode.Store => addresses.Contains(instruction[1]),
            Opcode.Offset when addresses.Contains(instruction) => false,
            _ => Array.Exists(instruction.Operands, addresses.Contains),
        });

    private bool Fills(Block block, Instruction allocation, HashSet<Value> addresses)
    {
        var written = new bool[allocation.Size];
        int missing = written.Length;
        int last = block.Instructions.FindIndex(instruction =>
        {
            if (instruction.Op == Opcode.Store && OffsetOf(instruction[0], allocation) is { } offset)
            {
                for (long end = Math.Min(offset + instruction[1].Type.Size, written.Length); offset >= 0 && offset < end; offset++)
                {
                    missing -= written[offset] ? 0 : 1;
                    written[offset] = true;
                }
            }
            return missing == 0;
        });
        return last >= 0 && flow.Blocks.All(reader => reader == block
            ? !reader.Instructions.Take(last).Any(Reads)
            : !reader.Instructions.Exists(Reads) || flow.Dominates(block, reader));

        bool Reads(Instruction instruction) => instruction.Op == Opcode.Load && addresses.Contains(instruction[0]);
    }

    private static long? OffsetOf(Value pointer, Instruction allocation) => pointer switch
    {
        _ when pointer == allocation => 0,
        Instruction { Op: Opcode.Offset } offset when offset[0] == allocation && offset[1] is Constant index =>
            index.Bits * offset.Scale + offset.Displacement,
        _ => null,
    };
}
