using GpuNet.Engine.IR;

namespace GpuNet.Engine.Transforms;

/// <summary>
/// Lets one thread run several neighbouring items of an elementwise kernel in lock-step, so that what neighbours read and
/// write becomes one wide access. Items are in no order among each other, so each may see the others' steps like this; each
/// one's operations, and so its bits, stay the same.
/// </summary>
internal static class WidenItems
{
    /// <summary>Items of a thread: four floats are as wide as accesses get.</summary>
    public const int Items = 4;

    /// <summary>More than this is not bound by memory, and would run out of registers; but what accesses much may do more.</summary>
    private const int LargestBody = 64;

    /// <summary>So much for each access of an item's own element is hidden behind it: a GPU hides about 30 (docs/kernels.md).</summary>
    private const int BodyOfAccess = 16;

    /// <summary>Changes a function with a 1D index that does its work in one block behind the index's guard.</summary>
    /// <returns>False if the function is of another shape, and is as it was.</returns>
    public static bool TryRun(Function function)
    {
        var entry = function.Entry;
        if (entry.Terminator is not Branch { Condition: Instruction { Op: Opcode.Lt } guard } branch || guard[0] is not Instruction index
            || guard[1] is not FunctionParameter { Role: ParameterRole.Extent } extent || index is not { Op: Opcode.Add, Type.Kind: ScalarKind.Int32 })
        {
            return false;
        }
        var body = branch.Then.Target;
        if (function.Blocks.Count > 3 || branch.Edges.Any(edge => edge.Arguments.Count > 0) || !Ends(body) || !Ends(branch.Else.Target)
            || body == branch.Else.Target || branch.Else.Target.Instructions.Count > 0)
        {
            return false;
        }
        var (work, end) = (WorkOf(entry, body, index, guard), branch.Else.Target);
        if (!IsElementwise(entry, work, index))
            return false;
        Block wide = function.AddBlock("wide"), header = function.AddBlock("rest"), single = function.AddBlock("single");
        var first = Add(entry, Opcode.Mul, IRType.Int32, index, Constant.Int32(Items));
        var last = Add(entry, Opcode.Add, IRType.Int32, first, Constant.Int32(Items - 1));
        var item = header.AddParameter(IRType.Int32);
        // Behind the largest extents come items beyond the signed numbers: without a sign they are none of the extent's.
        entry.Terminator = new Branch(Add(entry, Opcode.LtU, IRType.Int1, last, extent), new Edge(wide), new Edge(header, first));
        CopyInStep(work, wide, index, first);
        wide.Terminator = new Jump(end);
        header.Terminator = new Branch(Add(header, Opcode.LtU, IRType.Int1, item, extent), new Edge(single), new Edge(end));
        Copy(work, single, new Dictionary<Value, Value> { [index] = item });
        single.Terminator = new Jump(new Edge(header, Add(single, Opcode.Add, IRType.Int32, item, Constant.Int32(1))));
        function.Blocks.Remove(body);
        function.Renumber();
        return true;
    }

    private static bool Ends(Block block) => block.Terminator is Return || (block.Terminator is Jump jump && jump.Edge.Target is { Instructions.Count: 0, Terminator: Return });

    /// <summary>What each item does: the block behind the guard, and what depends on the index before it.</summary>
    private static List<Instruction> WorkOf(Block entry, Block body, Instruction index, Instruction guard)
    {
        var dependent = new HashSet<Value> { index };
        foreach (var instruction in entry.Instructions)
            if (instruction != guard && Array.Exists(instruction.Operands, dependent.Contains))
                dependent.Add(instruction);
        return [.. entry.Instructions.Where(instruction => instruction != index && dependent.Contains(instruction)), .. body.Instructions];
    }

    /// <summary>Only arithmetic, loads and stores, of the index alone, and neighbours store side by side.</summary>
    private static bool IsElementwise(Block entry, List<Instruction> work, Instruction index)
    {
        var stores = work.Where(instruction => instruction.Op == Opcode.Store).ToList();
        return work.Count <= Math.Max(LargestBody, BodyOfAccess * work.Count(instruction => IsOwnAccess(instruction, index))) && stores.Count > 0
            && entry.Instructions.TrueForAll(instruction => instruction.Op.IsPure())
            && work.TrueForAll(instruction => (instruction.Op.IsPure() || instruction.Op is Opcode.Load or Opcode.Store)
                && !KnowsThread(instruction) && !Array.Exists(instruction.Operands, KnowsThread))
            && stores.TrueForAll(store => store[0].Type.Space == AddressSpace.Global && IsOwnAccess(store, index)
                && store[0] is Instruction address && address.Scale == store[1].Type.Size && address.Scale >= 2);
    }

    private static bool IsOwnAccess(Instruction instruction, Instruction index) =>
        instruction.Op is Opcode.Load or Opcode.Store && instruction[0] is Instruction { Op: Opcode.Offset } address && IsIndex(address[1], index);

    private static bool KnowsThread(Value value) => value is Instruction { Op: >= Opcode.LocalId and <= Opcode.Shuffle };

    private static bool IsIndex(Value value, Instruction index) => value is Instruction { Op: Opcode.SignExtend } wide && wide[0] == index;

    private static void CopyInStep(List<Instruction> work, Block into, Instruction index, Instruction first)
    {
        var maps = Enumerable.Range(0, Items).Select(item => new Dictionary<Value, Value>
        {
            [index] = item == 0 ? first : Add(into, Opcode.Add, IRType.Int32, first, Constant.Int32(item)),
        }).ToArray();
        var start = Add(into, Opcode.SignExtend, IRType.Int64, first);
        foreach (var instruction in work)
        {
            // What does not depend on the item is the same for all at this step.
            if (Array.TrueForAll(instruction.Operands, operand => Mapped(operand, maps[0]) == Mapped(operand, maps[1])))
            {
                var shared = instruction.With([.. instruction.Operands.Select(operand => Mapped(operand, maps[0]))]);
                into.Instructions.Add(shared);
                Array.ForEach(maps, map => map[instruction] = shared);
                continue;
            }
            for (int item = 0; item < Items; item++)
            {
                // Neighbours' places have one sum and several displacements.
                bool isOwn = instruction.Op == Opcode.Offset && IsIndex(instruction[1], index);
                var copy = isOwn
                    ? new Instruction(Opcode.Offset, instruction.Type, [Mapped(instruction[0], maps[item]), start],
                        new Immediates(instruction.Scale, instruction.Displacement + item * (long)instruction.Scale)) { Location = instruction.Location }
                    : instruction.With([.. instruction.Operands.Select(operand => Mapped(operand, maps[item]))]);
                into.Instructions.Add(copy);
                maps[item][instruction] = copy;
            }
        }
    }

    private static void Copy(List<Instruction> work, Block into, Dictionary<Value, Value> map)
    {
        foreach (var instruction in work)
        {
            var copy = instruction.With([.. instruction.Operands.Select(operand => Mapped(operand, map))]);
            into.Instructions.Add(copy);
            map[instruction] = copy;
        }
    }

    private static Value Mapped(Value value, Dictionary<Value, Value> map) => map.GetValueOrDefault(value, value);

    private static Instruction Add(Block block, Opcode op, IRType type, params Value[] operands)
    {
        var instruction = new Instruction(op, type, operands);
        block.Instructions.Add(instruction);
        return instruction;
    }
}
