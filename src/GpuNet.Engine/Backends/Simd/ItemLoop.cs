using System.Reflection.Emit;
using GpuNet.Engine.IR;
using GpuNet.Engine.IR.Regions;
using Label = System.Reflection.Emit.Label;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// Emits the loops over the items of a group, vectors first and then what is left of a row, and what items keep between
/// two such loops: values in scratch memory, private arrays, and who has already ended.
/// </summary>
internal sealed class ItemLoop
{
    private readonly KernelFrame frame;
    private readonly Il il;
    private readonly EndedItems ended;
    private readonly ScalarItems scalars;
    private readonly VectorLoop? vectors;
    private readonly IReadOnlySet<Value> live;
    private readonly List<Instruction> cleared;
    private readonly RowSegments segments;
    private readonly Dictionary<Value, LocalBuilder> segmentStarts;
    private readonly int lanes;
    private readonly bool hasRest;
    private readonly bool isSplit;

    /// <param name="frame">What the items share.</param>
    /// <param name="function">The kernel.</param>
    /// <param name="steps">Its steps.</param>
    /// <param name="segments">How a row of items is cut, for a kernel that is one; see <see cref="FusedIndex"/>.</param>
    /// <param name="lanes">How many items run as a vector.</param>
    /// <param name="hasRest">Whether rows may have items behind the last full vector.</param>
    /// <param name="streamed">Stores that go past the caches.</param>
    public ItemLoop(
        KernelFrame frame, Function function, List<GroupStep> steps, RowSegments segments, int lanes, bool hasRest, StreamedStores streamed)
    {
        (this.frame, il, this.lanes, this.hasRest, this.segments) = (frame, frame.Il, lanes, hasRest, segments);
        segmentStarts = segments.Divisors.ToDictionary(divisor => divisor, _ => il.Local(typeof(long)));
        isSplit = steps is not [ItemStep];
        live = LiveAcrossSteps.Of(steps);
        var itemSteps = ItemSteps(steps).ToList();
        List<Instruction> allocations = [.. function.Instructions.Where(instruction => instruction.Op == Opcode.Alloca)];
        foreach (var allocation in allocations)
            frame.Reserve(allocation, PrivateMemory.Size(allocation) * (isSplit ? 1 : lanes), perItem: isSplit);
        cleared = ReadBeforeWritten.Among(allocations, function);
        foreach (var value in live)
            frame.Reserve(value, Exchange.SlotType(value).Size, perItem: true);
        ended = new EndedItems(frame, itemSteps.Exists(EndedItems.EndsEarly));
        scalars = new ScalarItems(frame, isSplit);
        if (lanes > 1)
        {
            vectors = new VectorLoop(
                frame, VectorApi.For(lanes), itemSteps, live, new PrivateMemory(function, lanes),
                new LaneAlignment(function, lanes, groupsAreFull: !hasRest, frame.Facts), segments, isSplit, allocations.Count > 0, streamed, NextRound.Of(steps));
        }
    }

    /// <summary>Emitted at the start of each group.</summary>
    public void StartGroup()
    {
        if (isSplit)
        {
            foreach (var allocation in cleared)
            {
                frame.PushArea(allocation).Int(0);
                frame.PushGroupItems().Int((int)PrivateMemory.Size(allocation)).Op(OpCodes.Mul).Op(OpCodes.Initblk);
            }
        }
        ended.StartGroup();
    }

    /// <summary>Runs a stretch for every item of the group.</summary>
    public void Emit(ItemStep step, Label groupEnd)
    {
        step.Hoisted.ForEach(scalars.Emit);
        if (step.Body is Sequence { Children.Count: 0 })
            return;
        vectors?.Prepare(step);
        il.Int(0).Set(frame.Item);
        il.CountedLoop(frame.ItemId[2], frame.GroupSize[2], () =>
            il.CountedLoop(frame.ItemId[1], frame.GroupSize[1], () =>
            {
                il.Int(0).Set(frame.ItemId[0]);
                Along(frame.ItemId[0], frame.GroupSize[0], typeof(int), step);
            }));
        if (EndedItems.EndsEarly(step))
            ended.LeaveIfAll(groupEnd);
    }

    /// <summary>Runs the only stretch of a kernel for a row of items; see <see cref="FusedIndex"/>.</summary>
    public void EmitRow(ItemStep step, LocalBuilder first, LocalBuilder end)
    {
        step.Hoisted.ForEach(scalars.Emit);
        vectors?.Prepare(step);
        il.Int(0).Set(frame.Item);
        if (segments.Divisors.Count == 0)
        {
            Along(first, end, typeof(long), step);
            return;
        }
        foreach (var divisor in segments.Divisors)
            EmitConversions(divisor);
        Label next = il.Label();
        var segmentEnd = il.Local(typeof(long));
        il.Mark(next);
        StartSegment(first, end, segmentEnd);
        Along(first, segmentEnd, typeof(long), step);
        il.Get(first).Get(end);
        il.Branch(OpCodes.Blt, next);
    }

    /// <summary>A divisor may be an argument that items convert only where they divide by it.</summary>
    private void EmitConversions(Value divisor)
    {
        if (divisor is not Instruction conversion)
            return;
        EmitConversions(conversion[0]);
        scalars.Emit(conversion);
    }

    /// <summary>Finds the end of the segment that a position is in, and computes what its items share.</summary>
    private void StartSegment(LocalBuilder position, LocalBuilder end, LocalBuilder segmentEnd)
    {
        il.Get(end).Set(segmentEnd);
        foreach (var (divisor, start) in segmentStarts)
        {
            il.Get(position).Get(position);
            frame.Push(divisor);
            il.Op(OpCodes.Conv_I8).Op(OpCodes.Rem).Op(OpCodes.Sub).Set(start);
            il.Get(start);
            frame.Push(divisor);
            il.Op(OpCodes.Conv_I8).Op(OpCodes.Add).Get(segmentEnd).Call(ScalarMath.Of(Opcode.Min, IRType.Int64)).Set(segmentEnd);
        }
        SetPlaces(position, scalars.Set);
        foreach (var shared in segments.Shared)
        {
            scalars.Emit(shared);
            if (vectors is null)
                continue;
            scalars.Push(shared);
            vectors.SetPlace(shared);
        }
    }

    /// <summary>Loads a value for a decision of the whole group. Where it varies formally, the first item's counts.</summary>
    public void PushForGroup(Value value)
    {
        if (Uniformity.IsUniform(value))
        {
            frame.Push(value);
            return;
        }
        frame.PushArea(value).LoadIndirect(Exchange.SlotType(value));
        if (value.Type == IRType.Int1)
            il.Int(1).Op(OpCodes.And);
    }

    /// <summary>The result of a barrier that collects from all items.</summary>
    public void Collect(Instruction instruction)
    {
        var value = instruction[0];
        if (instruction.Op == Opcode.BarrierPopCount)
        {
            ended.Count(value);
        }
        else if (Uniformity.IsUniform(value))
        {
            frame.Push(value);
        }
        else
        {
            frame.PushArea(value);
            PushForGroup(instruction[1]);
            il.Op(OpCodes.Conv_I8).Long(Exchange.SlotType(value).Size).Op(OpCodes.Mul).Op(OpCodes.Add).LoadIndirect(Exchange.SlotType(value));
            if (value.Type == IRType.Int1)
                il.Int(1).Op(OpCodes.And);
        }
        frame.Set(instruction);
    }

    /// <summary>Runs a stretch from a position to an end: full vectors, then the items that are left.</summary>
    private void Along(LocalBuilder position, LocalBuilder end, Type type, ItemStep step)
    {
        if (lanes == 1)
        {
            While(position, end, type, 1, il.Label(), () => EmitItem(step, position));
            return;
        }
        Label vectorLoop = il.Label(), oneByOne = il.Label();
        bool mayGiveUp = vectors!.MayGiveUp(step);
        var stop = il.Local(type);
        il.Get(end).Set(stop);
        While(position, end, type, lanes, vectorLoop, () => EmitVector(step, position, oneByOne));
        if (segments.Divisors.Count > 0 && !mayGiveUp)
        {
            EmitPartOfVector(step, position, end);
        }
        else if (hasRest || mayGiveUp)
        {
            var rest = il.Label();
            il.Jump(rest);
            il.Mark(oneByOne);
            il.Get(position);
            PushCount(lanes, type).Op(OpCodes.Add).Set(stop);
            il.Mark(rest);
            While(position, stop, type, 1, il.Label(), () => EmitItem(step, position));
            if (mayGiveUp)
            {
                il.Get(end).Set(stop);
                il.Get(position).Get(end);
                il.Branch(OpCodes.Blt, vectorLoop);
            }
        }
    }

    private void While(LocalBuilder position, LocalBuilder end, Type type, int count, Label test, Action body)
    {
        var top = il.Label();
        il.Jump(test);
        il.Mark(top);
        body();
        il.Get(position);
        PushCount(count, type).Op(OpCodes.Add).Set(position);
        if (segments.Places.Count == 0)
            il.Get(frame.Item).Int(count).Op(OpCodes.Add).Set(frame.Item);
        il.Mark(test);
        il.Get(end).Get(position).Op(OpCodes.Sub);
        PushCount(count, type);
        il.Branch(OpCodes.Bge, top);
    }

    private Il PushCount(int count, Type type)
    {
        il.Int(count);
        return type == typeof(long) ? il.Op(OpCodes.Conv_I8) : il;
    }

    /// <summary>Runs what is left of a segment as the first lanes of a vector: many segments are short.</summary>
    private void EmitPartOfVector(ItemStep step, LocalBuilder position, LocalBuilder end)
    {
        var done = il.Label();
        il.Get(position).Get(end);
        il.Branch(OpCodes.Bge, done);
        il.Get(end).Get(position).Op(OpCodes.Sub).Op(OpCodes.Conv_I4);
        EmitVector(step, position, done, vectors!.SetFirstLanes());
        il.Get(end).Set(position);
        il.Mark(done);
    }

    private void EmitVector(ItemStep step, LocalBuilder position, Label oneByOne, LocalBuilder? part = null)
    {
        var next = il.Label();
        SetPlaces(position, vectors!.SetPlace);
        var mask = part ?? ended.PushMask(VectorApi.For(lanes), next);
        ClearPrivateMemory(lanes);
        vectors.Emit(step, mask, next, oneByOne, lanesThatEnd => ended.Record(step, VectorApi.For(lanes), lanesThatEnd));
        il.Mark(next);
    }

    private void EmitItem(ItemStep step, LocalBuilder position)
    {
        var next = il.Label();
        SetPlaces(position, scalars.Set);
        ended.SkipItem(next);
        ClearPrivateMemory(1);
        var (read, written) = Exchange.Of(step, live);
        foreach (var value in read)
        {
            PushSlot(value).LoadIndirect(Exchange.SlotType(value));
            if (value.Type == IRType.Int1)
                il.Int(1).Op(OpCodes.And);
            scalars.Set(value);
        }
        scalars.Emit(step.Body, () =>
        {
            ended.Record(step);
            il.Jump(next);
        });
        foreach (var value in written)
        {
            PushSlot(value);
            scalars.Push(value);
            il.StoreIndirect(Exchange.SlotType(value));
        }
        il.Mark(next);
    }

    private void SetPlaces(LocalBuilder position, Action<Value> set)
    {
        foreach (var place in segments.Places)
            Set(place, null);
        foreach (var (remainder, divisor) in segments.Remainders)
            Set(remainder, segmentStarts[divisor]);

        void Set(Value place, LocalBuilder? start)
        {
            il.Get(position);
            if (start is not null)
                il.Get(start).Op(OpCodes.Sub);
            if (place.Type != IRType.Int64)
                il.Op(OpCodes.Conv_I4);
            set(place);
        }
    }

    private Il PushSlot(Value value) => frame.PushArea(value)
        .Get(frame.Item).Op(OpCodes.Conv_I8).Long(Exchange.SlotType(value).Size).Op(OpCodes.Mul).Op(OpCodes.Add);

    private void ClearPrivateMemory(int items)
    {
        if (isSplit)
            return;
        foreach (var allocation in cleared)
            frame.PushArea(allocation).Int(0).Int((int)PrivateMemory.Size(allocation) * items).Op(OpCodes.Initblk);
    }

    private static IEnumerable<ItemStep> ItemSteps(IEnumerable<GroupStep> steps) => steps.SelectMany(step => step switch
    {
        ItemStep items => [items],
        IfStep conditional => ItemSteps(conditional.Then).Concat(ItemSteps(conditional.Else)),
        LoopStep loop => ItemSteps(loop.Body),
        ScopeStep scope => ItemSteps(scope.Body),
        _ => [],
    });
}
