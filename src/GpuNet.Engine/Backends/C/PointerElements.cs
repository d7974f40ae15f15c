using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.C;

/// <summary>
/// What each pointer of a function mostly points to. The IR's pointers are untyped; typed ones let the source read
/// <c>a[i]</c>, and show compilers the unit strides.
/// </summary>
internal sealed class PointerElements
{
    private readonly Dictionary<Value, ScalarKind> elements = [];

    public PointerElements(Function function)
    {
        var kinds = function.Instructions.SelectMany(AccessedKinds).Where(kind => kind != ScalarKind.Int8).ToHashSet();
        AliasedKinds = kinds.Count > 1 ? [.. kinds.Order()] : [];
        // Uses come after definitions except around loops, so walking backwards settles almost everything at once.
        for (bool changed = true; changed;)
        {
            var votes = new Dictionary<Value, Dictionary<ScalarKind, int>>();
            foreach (var block in function.Blocks.AsEnumerable().Reverse())
            {
                foreach (var edge in block.Edges)
                    for (int index = 0; index < edge.Arguments.Count; index++)
                        if (elements.TryGetValue(edge.Target.Parameters[index], out var kind))
                            Vote(votes, edge.Arguments[index], kind);
                foreach (var instruction in block.Instructions)
                    Vote(votes, instruction);
            }
            changed = false;
            foreach (var (pointer, candidates) in votes)
            {
                // A pointer keeps its first element type, so that this ends.
                if (elements.TryAdd(pointer, candidates.OrderByDescending(kind => kind.Value).ThenBy(kind => kind.Key).First().Key))
                    changed = true;
            }
        }
    }

    /// <summary>The kind of scalar <paramref name="pointer"/> points to; bytes where nothing better is known.</summary>
    public ScalarKind this[Value pointer] => elements.GetValueOrDefault(pointer, ScalarKind.Int8);

    /// <summary>
    /// The kinds of scalars in memory, if there are several. In C# and in the IR two views of different types may share their
    /// memory; a C compiler has to be told.
    /// </summary>
    public IReadOnlyList<ScalarKind> AliasedKinds { get; }

    private static IEnumerable<ScalarKind> AccessedKinds(Instruction instruction) => instruction.Op switch
    {
        Opcode.Load => [CType.Stored(instruction.Type.Kind)],
        Opcode.Store => [CType.Stored(instruction[1].Type.Kind)],
        // Atomics on floats work on their bits.
        Opcode.Atomic or Opcode.AtomicCompareExchange => [instruction.Type.Kind, instruction.Type.Size == 8 ? ScalarKind.Int64 : ScalarKind.Int32],
        _ => [],
    };

    private void Vote(Dictionary<Value, Dictionary<ScalarKind, int>> votes, Instruction instruction)
    {
        switch (instruction.Op)
        {
            case Opcode.Load or Opcode.Atomic or Opcode.AtomicCompareExchange:
                Vote(votes, instruction[0], instruction.Type.Kind);
                break;
            case Opcode.Store:
                Vote(votes, instruction[0], instruction[1].Type.Kind);
                break;
            case Opcode.Assembly:
                for (int index = 0; index < instruction.Assembly!.Results.Count; index++)
                    Vote(votes, instruction[index], instruction.Assembly.Results[index].Type.Kind);
                break;
            case Opcode.Offset when elements.TryGetValue(instruction, out var kind) && Fits(instruction, kind):
                Vote(votes, instruction[0], kind);
                break;
            case Opcode.Select when elements.TryGetValue(instruction, out var kind):
                Vote(votes, instruction[1], kind);
                Vote(votes, instruction[2], kind);
                break;
        }
    }

    private static void Vote(Dictionary<Value, Dictionary<ScalarKind, int>> votes, Value pointer, ScalarKind kind)
    {
        if (!pointer.Type.IsPointer || pointer is Constant || kind == ScalarKind.Pointer)
            return;
        if (!votes.TryGetValue(pointer, out var kinds))
            votes[pointer] = kinds = [];
        kind = CType.Stored(kind);
        kinds[kind] = kinds.GetValueOrDefault(kind) + 1;
    }

    /// <summary>The offset moves by whole elements of <paramref name="kind"/>.</summary>
    public static bool Fits(Instruction offset, ScalarKind kind)
    {
        int size = new IRType(kind).Size;
        return offset.Scale == size && offset.Displacement % size == 0;
    }
}
