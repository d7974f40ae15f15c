using System.Reflection.Emit;
using GpuNet.Engine.IR;
using GpuNet.Engine.IR.Regions;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// Emits the loops over the items of a group, and what items keep between two such loops: values in scratch memory,
/// private arrays, and who has already ended.
/// </summary>
internal sealed class ItemLoop
{
    private readonly KernelFrame frame;
    private readonly ScalarItems items;
    private readonly IReadOnlySet<Value> live;
    private readonly List<Instruction> allocations;
    private readonly bool isSplit;
    private readonly Il il;
    private readonly LocalBuilder groupItems;
    private readonly LocalBuilder endedItems;
    private readonly int endedArea = -1;

    public ItemLoop(KernelFrame frame, Function function, List<GroupStep> steps)
    {
        this.frame = frame;
        il = frame.Il;
        isSplit = steps is not [ItemStep];
        live = LiveAcrossSteps.Of(steps);
        allocations = [.. function.Instructions.Where(instruction => instruction.Op == Opcode.Alloca)];
        items = new ScalarItems(frame, isSplit);
        groupItems = il.Local(typeof(int));
        endedItems = il.Local(typeof(int));
        foreach (var allocation in allocations)
            frame.Reserve(allocation, PrivateMemory.Stride(allocation), perItem: isSplit);
        foreach (var value in live)
            frame.Reserve(value, SlotType(value).Size, perItem: true);
        if (ItemSteps(steps).Any(EndsEarly))
            endedArea = frame.Layout.ForEachItem(1);
    }

    /// <summary>Emitted once, before the first group.</summary>
    public void Prologue()
    {
        il.Get(frame.GroupSize[0]).Get(frame.GroupSize[1]).Op(OpCodes.Mul).Get(frame.GroupSize[2]).Op(OpCodes.Mul).Set(groupItems);
        if (endedArea >= 0)
            frame.LoadBase(endedArea);
    }

    /// <summary>Emitted at the start of each group.</summary>
    public void StartGroup()
    {
        if (isSplit)
        {
            foreach (var allocation in allocations)
            {
                frame.PushArea(allocation).Int(0).Get(groupItems).Int((int)PrivateMemory.Stride(allocation)).Op(OpCodes.Mul);
                il.Op(OpCodes.Initblk);
            }
        }
        if (endedArea >= 0)
        {
            il.Int(0).Set(endedItems);
            frame.PushBase(endedArea).Int(0).Get(groupItems).Op(OpCodes.Initblk);
        }
    }

    /// <summary>Runs a stretch for every item of the group.</summary>
    public void Emit(ItemStep step, System.Reflection.Emit.Label groupEnd)
    {
        step.Hoisted.ForEach(items.Emit);
        if (step.Body is Sequence { Children.Count: 0 })
            return;
        il.Int(0).Set(frame.Item);
        il.CountedLoop(frame.ItemId[2], frame.GroupSize[2], _ =>
            il.CountedLoop(frame.ItemId[1], frame.GroupSize[1], _ =>
                il.CountedLoop(frame.ItemId[0], frame.GroupSize[0], _ => EmitItem(step))));
        if (EndsEarly(step))
        {
            il.Get(endedItems).Get(groupItems);
            il.Branch(OpCodes.Beq, groupEnd);
        }
    }

    /// <summary>Runs the only stretch of a kernel for a row of items; see <see cref="FusedIndex"/>. The row is not empty.</summary>
    public void EmitRow(ItemStep step, IEnumerable<Value> indices, LocalBuilder first, LocalBuilder end)
    {
        step.Hoisted.ForEach(items.Emit);
        System.Reflection.Emit.Label top = il.Label(), next = il.Label();
        il.Mark(top);
        foreach (var index in indices)
        {
            il.Get(first);
            if (index.Type != IRType.Int64)
                il.Op(OpCodes.Conv_I4);
            items.Set(index);
        }
        ClearPrivateMemory();
        items.Emit(step.Body, () => il.Jump(next));
        il.Mark(next);
        il.Get(first).Long(1).Op(OpCodes.Add).Set(first);
        il.Get(first).Get(end);
        il.Branch(OpCodes.Blt, top);
    }

    /// <summary>Loads a value for a decision of the whole group. Where it varies formally, the first item's counts.</summary>
    public void PushForGroup(Value value)
    {
        if (Uniformity.IsUniform(value))
            frame.Push(value);
        else
            frame.PushArea(value).LoadIndirect(SlotType(value));
    }

    /// <summary>The result of a barrier that collects from all items.</summary>
    public void Collect(Instruction instruction)
    {
        var value = instruction[0];
        if (instruction.Op == Opcode.BarrierPopCount)
        {
            PushSlots(value);
            if (endedArea >= 0)
                frame.PushBase(endedArea);
            else
                il.Long(0);
            il.Get(groupItems).Call(GroupOps.CountTrue);
        }
        else if (Uniformity.IsUniform(value))
        {
            frame.Push(value);
        }
        else
        {
            frame.PushArea(value);
            PushForGroup(instruction[1]);
            il.Op(OpCodes.Conv_I8).Long(SlotType(value).Size).Op(OpCodes.Mul).Op(OpCodes.Add).LoadIndirect(SlotType(value));
        }
        frame.Set(instruction);
    }

    private void PushSlots(Value predicate)
    {
        if (Uniformity.IsVarying(predicate))
        {
            frame.PushArea(predicate);
            return;
        }
        // A uniform predicate counts for all or for none: the address 0 or 1 says so to the helper.
        frame.Push(predicate);
        il.Op(OpCodes.Conv_I8);
    }

    private void EmitItem(ItemStep step)
    {
        System.Reflection.Emit.Label end = il.Label();
        if (endedArea >= 0)
        {
            PushEnded().Op(OpCodes.Ldind_U1);
            il.Branch(OpCodes.Brtrue, end);
        }
        if (!isSplit)
            ClearPrivateMemory();
        var (read, written) = Exchanged(step);
        foreach (var value in read)
        {
            PushSlot(value).LoadIndirect(SlotType(value));
            items.Set(value);
        }
        items.Emit(step.Body, () =>
        {
            if (!step.IsLast)
            {
                PushEnded().Int(1).Op(OpCodes.Stind_I1);
                il.Get(endedItems).Int(1).Op(OpCodes.Add).Set(endedItems);
            }
            il.Jump(end);
        });
        foreach (var value in written)
        {
            PushSlot(value);
            items.Push(value);
            il.StoreIndirect(SlotType(value));
        }
        il.Mark(end);
        il.Get(frame.Item).Int(1).Op(OpCodes.Add).Set(frame.Item);
    }

    /// <summary>Which values a stretch fetches from scratch memory when it starts, and which it stores when it ends.</summary>
    private (List<Value> Read, List<Value> Written) Exchanged(ItemStep step)
    {
        var regions = RegionWalk.All(step.Body).ToList();
        var written = regions.SelectMany(RegionWalk.Sets).Where(live.Contains).Distinct().ToList();
        var read = regions.SelectMany(RegionWalk.Reads).Concat(written).Where(live.Contains).Distinct()
            .Where(value => value is BlockParameter || !written.Contains(value)).ToList();
        return (read, written);
    }

    private Il PushSlot(Value value) => frame.PushArea(value)
        .Get(frame.Item).Op(OpCodes.Conv_I8).Long(SlotType(value).Size).Op(OpCodes.Mul).Op(OpCodes.Add);

    private Il PushEnded() => frame.PushBase(endedArea).Get(frame.Item).Op(OpCodes.Conv_I8).Op(OpCodes.Add);

    private void ClearPrivateMemory()
    {
        foreach (var allocation in allocations)
            frame.PushArea(allocation).Int(0).Int((int)allocation.Size).Op(OpCodes.Initblk);
    }

    private static bool EndsEarly(ItemStep step) => !step.IsLast && RegionWalk.All(step.Body).Any(region => region is Exit);

    private static IEnumerable<ItemStep> ItemSteps(IEnumerable<GroupStep> steps) => steps.SelectMany(step => step switch
    {
        ItemStep items => [items],
        IfStep conditional => ItemSteps(conditional.Then).Concat(ItemSteps(conditional.Else)),
        LoopStep loop => ItemSteps(loop.Body),
        ScopeStep scope => ItemSteps(scope.Body),
        _ => [],
    });

    /// <summary>Slots are at least 32 bits wide.</summary>
    private static IRType SlotType(Value value) => value.Type.Size < 4 ? IRType.Int32 : value.Type;
}
