using System.Reflection.Emit;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>Emits one round of an item loop for a vector of items: fetches what earlier steps left, runs the stretch, stores what later ones need.</summary>
internal sealed class VectorLoop
{
    private const int MaximumBroadcasts = 8;

    private readonly KernelFrame frame;
    private readonly Il il;
    private readonly VectorApi api;
    private readonly IReadOnlySet<Value> live;
    private readonly LaneShapes shapes;
    private readonly LaneDemand demand;
    private readonly LaneValues values;
    private readonly VectorItems items;
    private readonly IReadOnlyList<Instruction> shared;

    public VectorLoop(
        KernelFrame frame, VectorApi api, List<ItemStep> steps, IReadOnlySet<Value> live, PrivateMemory privateMemory,
        LaneAlignment alignment, RowSegments segments, bool isSplit, bool hasPrivateArrays, StreamedStores streamed,
        IReadOnlyDictionary<Instruction, NextRound.Distance> nextRound)
    {
        (this.frame, il, this.api, this.live, shared) = (frame, frame.Il, api, live, segments.Shared);
        // Private arrays that live across steps lie differently for vectors and for single items.
        shapes = LaneShapes.Of(steps, live, privateMemory, alignment, segments, frame.Facts, speculate: !isSplit || !hasPrivateArrays);
        demand = new LaneDemand(steps, live, shapes);
        values = new LaneValues(frame, api, shapes, privateMemory, isSplit);
        int buffer = frame.ReserveBuffer(VectorMemory.BufferBytes(api));
        var quads = new QuadLoads(il, api, values);
        steps.ForEach(quads.Find);
        var memory = new VectorMemory(il, api, values, streamed, quads, nextRound, () => frame.PushBase(buffer));
        items = new VectorItems(il, api, values, demand, memory, new LanesTogether(il, api, values, frame.MayRepeat));
    }

    /// <summary>Before the loop: uniform values that vectors are computed with.</summary>
    public void Prepare(ItemStep step)
    {
        values.ForgetBroadcasts();
        // What a segment shares has no value yet.
        var set = RegionWalk.All(step.Body).SelectMany(RegionWalk.Sets).Concat(shared).ToHashSet();
        var wanted = RegionWalk.Instructions(step.Body)
            .Where(instruction => !instruction.Type.IsVoid && !shapes.IsScalar(instruction) && values.Ops.Has(instruction, values.IsSame))
            .SelectMany(instruction => instruction.Operands)
            .Where(value => value is not Constant && Uniformity.IsUniform(value) && !set.Contains(value))
            .Distinct().Take(MaximumBroadcasts);
        foreach (var value in wanted)
            values.KeepBroadcast(value);
    }

    /// <summary>A vector of items may have to be run one by one.</summary>
    public bool MayGiveUp(ItemStep step) => RegionWalk.Instructions(step.Body).Any(shapes.IsSpeculated);

    /// <summary>Sets the scalar on the stack as the first lane's value of a place in a row, or of what a segment shares.</summary>
    public void SetPlace(Value place) => values.SetScalar(place);

    /// <summary>A mask of as many lanes as the number on the stack says.</summary>
    public LocalBuilder SetFirstLanes()
    {
        var (mask, count) = (il.Local(api.Mask), il.Local(typeof(int)));
        il.Set(count);
        api.LaneNumbers(il, IRType.Int32, 0, 1);
        il.Get(count);
        api.Broadcast(il, IRType.Int32);
        il.Call(api.Method("LessThan", api.Mask, api.Mask)).Set(mask);
        return mask;
    }

    /// <summary>Runs a stretch for the vector of items at hand.</summary>
    /// <param name="step">The stretch.</param>
    /// <param name="mask">The lanes that take part; null for all.</param>
    /// <param name="end">Where to go when all have ended.</param>
    /// <param name="oneByOne">Where to go if the items must be run one by one.</param>
    /// <param name="onEnd">What to do when lanes end.</param>
    public void Emit(ItemStep step, LocalBuilder? mask, Label end, Label oneByOne, Action<LocalBuilder?> onEnd)
    {
        var (read, written) = Exchange.Of(step, live);
        var reads = RegionWalk.All(step.Body).SelectMany(RegionWalk.Reads).Concat(written).ToHashSet();
        foreach (var place in reads.Where(value => IsPlace(value) && demand.IsWanted(value)))
            values.SpreadFromFirst(place);
        read.ForEach(Fetch);
        if (items.Emit(step, mask, end, oneByOne, onEnd))
            written.ForEach(Keep);
    }

    private bool IsPlace(Value value) =>
        value is Instruction { Op: Opcode.LocalId or Opcode.Alloca } || (shapes.IsPlace(value) && demand.IsWanted(value));

    private void Fetch(Value value)
    {
        if (shapes.IsScalar(value))
        {
            PushSlot(value, 0).LoadIndirect(Exchange.SlotType(value));
            if (value.Type == IRType.Int1)
                il.Int(1).Op(OpCodes.And);
            values.SetScalar(value);
            if (shapes.Stride(value) == LaneShapes.Dynamic)
                FetchStride(value);
            if (!demand.IsWanted(value))
                return;
        }
        for (int part = 0; part < VectorApi.Parts(value.Type); part++)
        {
            PushSlot(value, part).Op(OpCodes.Conv_U);
            il.LoadVector(api.Of(value.Type));
            if (value.Type == IRType.Int1)
                values.Ops.MaskFromLowestBit();
            values.SetVector(value, part, null);
        }
    }

    /// <summary>The second lane less the first.</summary>
    private void FetchStride(Value value)
    {
        var type = Exchange.SlotType(value);
        PushSlot(value, 0).Long(type.Size).Op(OpCodes.Add).LoadIndirect(type).Op(OpCodes.Conv_I8);
        PushSlot(value, 0).LoadIndirect(type).Op(OpCodes.Conv_I8).Op(OpCodes.Sub);
        values.SetStride(value);
    }

    private void Keep(Value value)
    {
        for (int part = 0; part < VectorApi.Parts(value.Type); part++)
        {
            PushSlot(value, part).Op(OpCodes.Conv_U);
            values.PushVector(value, part);
            il.StoreVector(api.Of(value.Type));
        }
    }

    private Il PushSlot(Value value, int part) => frame.PushArea(value).Get(frame.Item).Op(OpCodes.Conv_I8)
        .Long(Exchange.SlotType(value).Size).Op(OpCodes.Mul).Op(OpCodes.Add).Long(part * api.Bytes).Op(OpCodes.Add);
}
