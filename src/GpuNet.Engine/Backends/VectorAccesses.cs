using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends;

/// <summary>
/// Finds loads and stores of neighbouring scalars that can be done at once, 8 or 16 bytes wide: fields of structs, mostly.
/// Of a run, the loads happen where the first one stands, the stores where the last one stands, and nothing in between may
/// touch the same kind of memory in another way. Places must be aligned as far as the code shows it, given that views are:
/// the launch has to check <see cref="AlignedViews"/>.
/// </summary>
internal sealed class VectorAccesses
{
    /// <summary>Accesses that differ in their displacement alone.</summary>
    private readonly record struct Row(bool IsLoad, IRType Element, Value Base, Value? Index, int Scale);

    private readonly Dictionary<Instruction, VectorAccess> accesses = [];
    private readonly HashSet<Instruction> unusedAddresses = [];
    private readonly HashSet<ViewSlots> alignedViews = [];
    private readonly Dictionary<Row, SortedDictionary<long, Instruction>> open = [];
    private readonly Dictionary<Instruction, int> positions = [];

    private readonly Rules rules;

    private VectorAccesses(Rules rules) => this.rules = rules;

    /// <summary>What is joined.</summary>
    /// <param name="Widths">Bytes of an access.</param>
    /// <param name="LeastElementBytes">The smallest scalars that are joined.</param>
    /// <param name="MostElementBytes">The largest ones.</param>
    /// <param name="IsAligned">Only at addresses that are multiples of the width.</param>
    private sealed record Rules(int[] Widths, int LeastElementBytes, int MostElementBytes, bool IsAligned);

    /// <summary>None: every scalar is accessed by itself.</summary>
    public static VectorAccesses None { get; } = new(new Rules([], 0, 0, true));

    /// <summary>The views that have to start at a multiple of <see cref="PointerAlignment.Most"/> bytes.</summary>
    public IReadOnlyCollection<ViewSlots> AlignedViews => alignedViews;

    public IEnumerable<VectorAccess> All => accesses.Values.Distinct();

    /// <param name="function">The function.</param>
    /// <param name="leastElementBytes">The smallest scalars that are joined.</param>
    public static VectorAccesses Find(Function function, int leastElementBytes = 2)
    {
        var found = new VectorAccesses(new Rules([16, 8], leastElementBytes, 8, IsAligned: true));
        foreach (var block in function.Blocks)
            found.Search(block);
        found.FindUnusedAddresses(function);
        return found;
    }

    /// <summary>
    /// Runs of so many scalars of four bytes, the longest first, wherever they start, in private memory, too: for processors, whose vectors
    /// need no alignment. <see cref="Keep"/> those that are worth it.
    /// </summary>
    public static VectorAccesses FindLanes(IEnumerable<Block> blocks, params int[] counts)
    {
        var found = new VectorAccesses(new Rules([.. counts.Select(count => 4 * count)], 4, 4, IsAligned: false));
        foreach (var block in blocks)
            found.Search(block);
        return found;
    }

    /// <summary>Forgets all others.</summary>
    public void Keep(IReadOnlySet<VectorAccess> worthwhile, Function function)
    {
        foreach (var member in accesses.Where(pair => !worthwhile.Contains(pair.Value)).Select(pair => pair.Key).ToList())
            accesses.Remove(member);
        FindUnusedAddresses(function);
    }

    private void FindUnusedAddresses(Function function)
    {
        var users = function.Instructions.SelectMany(user => user.Operands.Select(operand => (operand, user))).ToLookup(use => use.operand, use => use.user);
        var onEdges = function.Blocks.SelectMany(block => block.Edges).SelectMany(edge => edge.Arguments).ToHashSet();
        unusedAddresses.UnionWith(accesses.Keys.Select(member => member[0]).OfType<Instruction>().Where(address =>
            address.Op == Opcode.Offset && !onEdges.Contains(address)
            && users[address].All(user => accesses.ContainsKey(user) && (user.Op == Opcode.Load || user[1] != address))));
    }

    /// <summary>The access that an instruction is part of, or null.</summary>
    public VectorAccess? Of(Value value) => value is Instruction instruction ? accesses.GetValueOrDefault(instruction) : null;

    /// <summary>What an instruction needs where it stands: all of its access's if that happens there, nothing if elsewhere.</summary>
    public IEnumerable<Value> OperandsOf(Instruction instruction) =>
        accesses.TryGetValue(instruction, out var access) ? (access.Leader == instruction ? access.Operands : [])
        : unusedAddresses.Contains(instruction) ? [] : instruction.Operands;

    private void Search(Block block)
    {
        for (int index = 0; index < block.Instructions.Count; index++)
        {
            var instruction = block.Instructions[index];
            positions[instruction] = index;
            switch (instruction.Op)
            {
                case Opcode.Load:
                    Close(row => !row.IsLoad && row.Base.Type.Space == instruction[0].Type.Space);
                    Open(instruction);
                    break;
                case Opcode.Store:
                    var own = RowOf(instruction).Row;
                    Close(row => row.Base.Type.Space == instruction[0].Type.Space && row != own);
                    Open(instruction);
                    break;
                default:
                    if (instruction.Op.HasSideEffects())
                        Close(_ => true);
                    break;
            }
        }
        Close(_ => true);
    }

    private void Open(Instruction access)
    {
        var type = VectorAccess.TypeOf(access);
        bool isJoinable = (access[0].Type.Space is AddressSpace.Global or AddressSpace.Shared || !rules.IsAligned)
            && (type.IsFloat || type.IsInteger) && type.Size >= rules.LeastElementBytes && type.Size <= rules.MostElementBytes;
        if (!isJoinable)
            return;
        var (row, displacement) = RowOf(access);
        if (open.TryGetValue(row, out var run) && run.ContainsKey(displacement))
            Close(other => other == row);
        if (!open.TryGetValue(row, out run))
            open[row] = run = [];
        run.Add(displacement, access);
    }

    private (Row Row, long Displacement) RowOf(Instruction access)
    {
        bool isLoad = access.Op == Opcode.Load;
        var type = VectorAccess.TypeOf(access);
        if (access[0] is not Instruction { Op: Opcode.Offset } offset)
            return (new Row(isLoad, type, access[0], null, 1), 0);
        if (offset[1] is Constant index)
            return (new Row(isLoad, type, offset[0], null, 1), index.Bits * offset.Scale + offset.Displacement);
        // No place has an index that wraps, so neighbouring indices are neighbouring places.
        if (!rules.IsAligned && offset[1] is Instruction { Op: Opcode.SignExtend } wide)
        {
            return wide[0] is Instruction { Op: Opcode.Add } sum && sum[1] is Constant term
                ? (new Row(isLoad, type, offset[0], sum[0], offset.Scale), term.Bits * offset.Scale + offset.Displacement)
                : (new Row(isLoad, type, offset[0], wide[0], offset.Scale), offset.Displacement);
        }
        return (new Row(isLoad, type, offset[0], offset[1], offset.Scale), offset.Displacement);
    }

    private void Close(Func<Row, bool> which)
    {
        foreach (var (row, run) in open.Where(pair => which(pair.Key)).ToList())
        {
            open.Remove(row);
            foreach (int width in rules.Widths)
                Join(row, run, width);
        }
    }

    private void Join(Row row, SortedDictionary<long, Instruction> run, int width)
    {
        int count = width / row.Element.Size;
        if (count < 2)
            return;
        foreach (long first in run.Keys.ToList())
        {
            var members = Enumerable.Range(0, count).Select(index => run.GetValueOrDefault(first + index * row.Element.Size)!).ToList();
            if (members.Contains(null!))
                continue;
            var leader = row.IsLoad ? members.MinBy(member => positions[member])! : members.MaxBy(member => positions[member])!;
            // A sum as an index is there when its own access comes.
            if (!rules.IsAligned && row.IsLoad && leader != members[0])
                continue;
            var place = rules.IsAligned || members[0][0] is not Instruction { Op: Opcode.Offset } own
                ? new Instruction(Opcode.Offset, row.Base.Type, [row.Base, row.Index ?? Constant.Int64(0)], new Immediates(row.Scale, first))
                : own;
            var assumed = new HashSet<ViewSlots>();
            if (rules.IsAligned && PointerAlignment.Of(place, assumed) < width)
                continue;
            alignedViews.UnionWith(assumed);
            var access = new VectorAccess(members, leader, place);
            for (int index = 0; index < count; index++)
            {
                accesses.Add(members[index], access);
                run.Remove(first + index * row.Element.Size);
            }
        }
    }
}
