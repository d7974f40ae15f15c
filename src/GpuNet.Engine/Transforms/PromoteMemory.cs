using GpuNet.Engine.IR;

namespace GpuNet.Engine.Transforms;

/// <summary>
/// Turns private memory into values: an allocation that is only loaded and stored at constant offsets is split into its
/// scalars, and each becomes SSA with block parameters where paths meet (Braun et al., "Simple and Efficient Construction
/// of Static Single Assignment Form", CC 2013). Allocations indexed by variables, or whose address goes elsewhere, stay.
/// </summary>
internal sealed class PromoteMemory
{
    private readonly Function function;
    private readonly ControlFlow flow;
    private readonly Dictionary<Instruction, Dictionary<long, Slot>> allocations = [];
    private readonly Dictionary<Value, Slot> addresses = [];
    private readonly Queue<Incomplete> incomplete = [];
    private readonly Dictionary<Value, Value> replacements = [];

    private PromoteMemory(Function function)
    {
        this.function = function;
        flow = new ControlFlow(function);
    }

    /// <summary>A place in an allocation, the type it is accessed by, and what it holds where blocks start and end.</summary>
    private sealed class Slot(Instruction allocation, long offset)
    {
        public Instruction Allocation { get; } = allocation;
        public long Offset { get; } = offset;
        public IRType Type { get; set; } = IRType.Void;
        public Dictionary<Block, Value> AtStart { get; } = [];
        public Dictionary<Block, Value> AtEnd { get; } = [];
    }

    /// <summary>A block parameter whose edges have no argument for it yet.</summary>
    private sealed record Incomplete(Slot Slot, BlockParameter Parameter);

    public static void Run(Function function) => new PromoteMemory(function).Promote();

    private void Promote()
    {
        FindAddresses();
        FindSlots();
        if (addresses.Count == 0)
            return;
        foreach (var block in flow.Blocks)
            Rewrite(block);
        while (incomplete.TryDequeue(out var item))
            Complete(item.Slot, item.Parameter);
        foreach (var block in function.Blocks)
            block.Instructions.RemoveAll(instruction => addresses.ContainsKey(instruction));
        function.ReplaceUses(replacements);
    }

    /// <summary>Maps every pointer of the form allocation + constant, then drops the allocations that are used in other ways.</summary>
    private void FindAddresses()
    {
        foreach (var block in flow.Blocks)
            foreach (var instruction in block.Instructions)
                if (instruction.Op == Opcode.Alloca)
                    addresses[instruction] = SlotAt(instruction, 0);
                else if (instruction is { Op: Opcode.Offset } && instruction[1] is Constant index && addresses.TryGetValue(instruction[0], out var origin))
                    addresses[instruction] = SlotAt(origin.Allocation, origin.Offset + index.Bits * instruction.Scale + instruction.Displacement);
        var rejected = new HashSet<Instruction>();
        void Reject(Value value)
        {
            if (addresses.TryGetValue(value, out var address))
                rejected.Add(address.Allocation);
        }
        foreach (var block in flow.Blocks)
        {
            foreach (var instruction in block.Instructions)
                for (int index = 0; index < instruction.Operands.Length; index++)
                {
                    bool isAddress = index == 0 && (instruction.Op is Opcode.Load or Opcode.Store || addresses.ContainsKey(instruction));
                    if (!isAddress)
                        Reject(instruction[index]);
                }
            foreach (var edge in block.Edges)
                edge.Arguments.ForEach(Reject);
        }
        Remove(rejected);
    }

    /// <summary>Gives each accessed offset one type, then drops the allocations where accesses overlap in part.</summary>
    private void FindSlots()
    {
        var rejected = new HashSet<Instruction>();
        foreach (var block in flow.Blocks)
        {
            foreach (var instruction in block.Instructions)
            {
                if (instruction.Op is not (Opcode.Load or Opcode.Store) || !addresses.TryGetValue(instruction[0], out var slot))
                    continue;
                var type = instruction.Op == Opcode.Load ? instruction.Type : instruction[1].Type;
                if (slot.Offset < 0 || slot.Offset + type.Size > slot.Allocation.Size)
                    rejected.Add(slot.Allocation);
                else if (slot.Type.IsVoid)
                    slot.Type = type;
                else if (!Converts(type, slot.Type))
                    rejected.Add(slot.Allocation);
            }
        }
        foreach (var (allocation, slots) in allocations)
            if (Overlap(slots.Values))
                rejected.Add(allocation);
        Remove(rejected);
    }

    private static bool Overlap(IEnumerable<Slot> slots)
    {
        var ordered = new List<Slot>(slots);
        ordered.Sort((a, b) => a.Offset.CompareTo(b.Offset));
        long end = 0;
        foreach (var slot in ordered)
        {
            if (slot.Type.IsVoid)
                continue;
            if (slot.Offset < end)
                return true;
            end = slot.Offset + slot.Type.Size;
        }
        return false;
    }

    private Slot SlotAt(Instruction allocation, long offset)
    {
        if (!allocations.TryGetValue(allocation, out var slots))
            allocations.Add(allocation, slots = []);
        if (!slots.TryGetValue(offset, out var slot))
            slots.Add(offset, slot = new Slot(allocation, offset));
        return slot;
    }

    private void Remove(HashSet<Instruction> rejected)
    {
        if (rejected.Count == 0)
            return;
        // Removing does not disturb an enumeration.
        foreach (var (address, slot) in addresses)
            if (rejected.Contains(slot.Allocation))
                addresses.Remove(address);
    }

    private void Rewrite(Block block)
    {
        var kept = new List<Instruction>(block.Instructions.Count);
        foreach (var instruction in block.Instructions)
        {
            if (instruction.Op is not (Opcode.Load or Opcode.Store) || !addresses.TryGetValue(instruction[0], out var slot))
            {
                kept.Add(instruction);
            }
            else if (instruction.Op == Opcode.Store)
            {
                slot.AtEnd[block] = Convert(instruction[1], slot.Type, kept);
            }
            else
            {
                if (!slot.AtEnd.TryGetValue(block, out var value))
                    slot.AtEnd[block] = value = ReadAtStart(block, slot);
                replacements[instruction] = Convert(value, instruction.Type, kept);
            }
        }
        block.Instructions.Clear();
        block.Instructions.AddRange(kept);
    }

    private Value ReadAtEnd(Block block, Slot slot) =>
        slot.AtEnd.TryGetValue(block, out var value) ? value : ReadAtStart(block, slot);

    private Value ReadAtStart(Block block, Slot slot)
    {
        // A chain of single predecessors can be as long as the function, hence a loop, not a recursion.
        var passed = new List<Block>();
        Value? value = null;
        for (var current = block; ; current = flow.Predecessors(current)[0])
        {
            if (current != block && slot.AtEnd.TryGetValue(current, out value))
                break;
            if (slot.AtStart.TryGetValue(current, out value))
                break;
            passed.Add(current);
            if (current == function.Entry)
            {
                value = Constant.Zero(slot.Type);
            }
            else if (flow.Predecessors(current).Count > 1 || flow.Predecessors(current)[0].Edges.Count(edge => edge.Target == current) > 1)
            {
                var parameter = current.AddParameter(slot.Type);
                incomplete.Enqueue(new Incomplete(slot, parameter));
                value = parameter;
            }
            if (value is not null)
                break;
        }
        foreach (var visited in passed)
            slot.AtStart[visited] = value;
        return value;
    }

    private void Complete(Slot slot, BlockParameter parameter)
    {
        foreach (var predecessor in flow.Predecessors(parameter.Block))
            foreach (var edge in predecessor.Edges.Where(edge => edge.Target == parameter.Block))
                edge.Arguments.Add(ReadAtEnd(predecessor, slot));
    }

    private static bool Converts(IRType a, IRType b) =>
        (a.IsPointer && b.IsPointer)
        || (a.Size == b.Size && !a.IsPointer && !b.IsPointer && (a == b || a.Size == 1 || a.IsFloat != b.IsFloat));

    private static Value Convert(Value value, IRType type, List<Instruction> into)
    {
        if (value.Type == type || (value.Type.IsPointer && type.IsPointer))
            return value;
        var op = (value.Type.Kind, type.Kind) switch
        {
            (ScalarKind.Int1, ScalarKind.Int8) => Opcode.ZeroExtend,
            (ScalarKind.Int8, ScalarKind.Int1) => Opcode.Truncate,
            _ => Opcode.Bitcast,
        };
        var conversion = new Instruction(op, type, [value]);
        into.Add(conversion);
        return conversion;
    }
}
