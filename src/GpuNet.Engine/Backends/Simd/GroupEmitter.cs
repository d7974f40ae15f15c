using System.Reflection.Emit;
using System.Runtime.Intrinsics.X86;
using GpuNet.Engine.IR;
using RegionLabel = GpuNet.Engine.IR.Regions.Label;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// Emits the method that runs a range of groups: a loop over groups, in it the group's steps, and for each stretch a loop
/// over the items. Values that live across steps stay in scratch memory, all others in locals.
/// </summary>
internal sealed class GroupEmitter
{
    private readonly Function function;
    private readonly List<GroupStep> steps;
    private readonly KernelFrame frame;
    private readonly ItemLoop items;
    private readonly StreamedStores streamed;
    private readonly Il il;
    private readonly Dictionary<RegionLabel, Label> targets = [];
    private Label groupEnd;

    private GroupEmitter(
        Il il, Function function, List<GroupStep> steps, RowSegments segments, int lanes, bool hasRest, StreamedStores streamed, ScratchLayout layout,
        ArgumentFacts facts, bool mayRepeat)
    {
        (this.il, this.function, this.steps, this.streamed) = (il, function, steps, streamed);
        frame = new KernelFrame(il, layout, facts, mayRepeat);
        foreach (var shared in function.Instructions.Where(instruction => instruction.Op == Opcode.SharedAlloc))
            frame.Reserve(shared, shared.Size, perItem: false);
        items = new ItemLoop(frame, function, steps, segments, lanes, hasRest, streamed);
    }

    /// <summary>Emits the body of (long firstGroup, long endGroup, long* frame, ulong* slots).</summary>
    /// <param name="il">Where to.</param>
    /// <param name="program">The kernel.</param>
    /// <param name="lanes">How many items run as one vector; 1 for no vectors.</param>
    /// <param name="hasRest">Whether groups may be launched whose rows are not made of full vectors.</param>
    /// <param name="layout">Where scratch memory is reserved.</param>
    /// <param name="facts">What is known about the launch's arguments.</param>
    /// <param name="mayRepeat">Whether there is room for second copies without masks; see <see cref="LanesTogether"/>.</param>
    public static void Emit(Il il, KernelProgram program, int lanes, bool hasRest, ScratchLayout layout, ArgumentFacts facts, bool mayRepeat) =>
        new GroupEmitter(
            il, program.Function, GroupSchedule.Of(EarlyExits.Flatten(program.Body)), RowSegments.None, lanes, hasRest, StreamedStores.None, layout,
            facts, mayRepeat).EmitGroups();

    /// <summary>The same for a kernel whose groups don't matter; see <see cref="FusedIndex"/>.</summary>
    public static void Emit(
        Il il, KernelProgram program, FusedIndex index, RowSegments segments, int lanes, StreamedStores streamed, ScratchLayout layout, ArgumentFacts facts,
        bool mayRepeat)
    {
        var steps = GroupSchedule.Of(index.Body);
        if (steps is [ItemStep step] && segments.Divisors.Count > 0)
            (segments, steps[0]) = segments.Cut(step);
        new GroupEmitter(il, program.Function, steps, segments, lanes, hasRest: true, streamed, layout, facts, mayRepeat).EmitRow(index);
    }

    private void EmitGroups()
    {
        frame.LoadArguments(function);
        var group = il.Local(typeof(long));
        Label next = il.Label(), done = il.Label();
        groupEnd = il.Label();
        il.Argument(0).Set(group);
        SetGroupId(group);
        il.Mark(next);
        il.Get(group).Argument(1);
        il.Branch(OpCodes.Bge, done);
        items.StartGroup();
        Emit(steps);
        il.Mark(groupEnd);
        il.Get(group).Long(1).Op(OpCodes.Add).Set(group);
        AdvanceGroupId(next);
        il.Mark(done);
        il.Op(OpCodes.Ret);
    }

    private void SetGroupId(LocalBuilder group)
    {
        var rest = il.Local(typeof(long));
        il.Get(group).Set(rest);
        for (int dimension = 0; dimension < 2; dimension++)
        {
            var size = frame.GridSize[dimension];
            il.Get(rest).Get(size).Op(OpCodes.Conv_I8).Op(OpCodes.Rem).Op(OpCodes.Conv_I4).Set(frame.GroupId[dimension]);
            il.Get(rest).Get(size).Op(OpCodes.Conv_I8).Op(OpCodes.Div).Set(rest);
        }
        il.Get(rest).Op(OpCodes.Conv_I4).Set(frame.GroupId[2]);
    }

    /// <summary>Goes on to the next group's place: four divisions a group would take as long as a small group's work.</summary>
    private void AdvanceGroupId(Label next)
    {
        for (int dimension = 0; dimension < 3; dimension++)
        {
            var id = frame.GroupId[dimension];
            il.Get(id).Int(1).Op(OpCodes.Add).Set(id);
            if (dimension == 2)
                break;
            il.Get(id).Get(frame.GridSize[dimension]);
            il.Branch(OpCodes.Blt, next);
            il.Int(0).Set(id);
        }
        il.Jump(next);
    }

    private void EmitRow(FusedIndex index)
    {
        frame.LoadArguments(function);
        LocalBuilder first = il.Local(typeof(long)), end = il.Local(typeof(long));
        var done = il.Label();
        void RowPosition(int argument, LocalBuilder to) =>
            il.Argument(argument).Get(frame.GroupSize[0]).Op(OpCodes.Conv_I8).Op(OpCodes.Mul).Set(to);
        RowPosition(0, first);
        RowPosition(1, end);
        foreach (var bound in index.Bounds)
        {
            il.Get(end);
            frame.Push(bound);
            il.Op(OpCodes.Conv_I8).Call(ScalarMath.Of(Opcode.Min, IRType.Int64)).Set(end);
        }
        il.Get(first).Get(end);
        il.Branch(OpCodes.Bge, done);
        foreach (var step in steps.OfType<ItemStep>())
            items.EmitRow(step, first, end);
        // Whoever waits for this launch must see what went past the caches.
        if (streamed.Any)
            il.Call(typeof(Sse).GetMethod(nameof(Sse.StoreFence))!);
        il.Mark(done);
        il.Op(OpCodes.Ret);
    }

    private void Emit(List<GroupStep> sequence) => sequence.ForEach(Emit);

    private void Emit(GroupStep step)
    {
        switch (step)
        {
            case ItemStep stretch:
                items.Emit(stretch, groupEnd);
                break;
            case CollectStep { Instruction: var instruction }:
                items.Collect(instruction);
                break;
            case AssignStep { Edge: var edge }:
                edge.Arguments.ForEach(frame.Push);
                foreach (var parameter in Enumerable.Reverse(edge.Target.Parameters))
                    frame.Set(parameter);
                break;
            case IfStep conditional:
                Label otherwise = il.Label(), behind = il.Label();
                items.PushForGroup(conditional.Condition);
                il.Branch(OpCodes.Brfalse, otherwise);
                Emit(conditional.Then);
                il.Jump(behind);
                il.Mark(otherwise);
                Emit(conditional.Else);
                il.Mark(behind);
                break;
            case LoopStep loop:
                il.Mark(targets[loop.Label] = il.Label());
                Emit(loop.Body);
                il.Jump(targets[loop.Label]);
                break;
            case ScopeStep scope:
                targets[scope.Label] = il.Label();
                Emit(scope.Body);
                il.Mark(targets[scope.Label]);
                break;
            case LeaveStep leave:
                il.Jump(targets[leave.Label]);
                break;
            case EndStep:
                il.Jump(groupEnd);
                break;
        }
    }
}
