using System.Reflection.Emit;
using GpuNet.Engine.IR;
using GpuNet.Engine.IR.Regions;
using Label = System.Reflection.Emit.Label;
using RegionLabel = GpuNet.Engine.IR.Regions.Label;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// Emits what a vector of items runs. Where all lanes go the same way, control flow is branches; where they part, each side
/// runs under a mask of its lanes, and lanes that leave early wait at the label they left to until the others come.
/// Code is only ever reached with at least one lane: whatever empties the mask jumps to the next place where lanes wait.
/// </summary>
internal sealed class VectorItems
{
    private const int MaximumTreeDepth = 8;

    private readonly Il il;
    private readonly VectorApi api;
    private readonly LaneValues values;
    private readonly LaneShapes shapes;
    private readonly LaneDemand demand;
    private readonly VectorMemory memory;
    private readonly LanesTogether together;
    private readonly Dictionary<RegionLabel, Join> joins = [];
    private readonly Dictionary<If, Label> decided = [];
    private readonly Dictionary<Value, int> treeDepth = [];
    private ItemStep step = null!;
    private LocalBuilder? mask;
    private Label empty;
    private Label end;
    private Label oneByOne;
    private bool isReachable;
    private Action<LocalBuilder?> onEnd = _ => { };

    public VectorItems(Il il, VectorApi api, LaneValues values, LaneDemand demand, VectorMemory memory, LanesTogether together)
    {
        (this.il, this.api, this.values, this.demand, this.memory, this.together) = (il, api, values, demand, memory, together);
        shapes = values.Shapes;
    }

    /// <summary>Where lanes that leave a region go on.</summary>
    /// <param name="Target">Where the code is.</param>
    /// <param name="IsDivergent">Whether lanes come at different times.</param>
    /// <param name="Lanes">The lanes that come, or have come so far; null where they are all that were there before.</param>
    private sealed record Join(Label Target, bool IsDivergent, LocalBuilder? Lanes);

    /// <summary>Emits a stretch.</summary>
    /// <param name="stretch">Which.</param>
    /// <param name="lanes">The lanes that take part; null for all.</param>
    /// <param name="ended">Where control goes when all lanes have ended.</param>
    /// <param name="scalar">Where the items run one by one instead.</param>
    /// <param name="recordEnd">Emits what is to happen when the lanes of a mask end.</param>
    /// <returns>Whether any lane can reach the end of the stretch.</returns>
    public bool Emit(ItemStep stretch, LocalBuilder? lanes, Label ended, Label scalar, Action<LocalBuilder?> recordEnd)
    {
        (step, mask, empty, end, oneByOne, onEnd, isReachable) = (stretch, lanes, ended, ended, scalar, recordEnd, true);
        Visit(stretch.Body);
        return isReachable;
    }

    private void Visit(Region region)
    {
        switch (region)
        {
            case Sequence sequence:
                foreach (var child in sequence.Children)
                    if (isReachable)
                        Visit(child);
                break;
            case Straight straight:
                Emit(straight.Block.Instructions);
                break;
            case Assign { Edge: var edge }:
                Emit(edge);
                break;
            case If conditional when decided.TryGetValue(conditional, out var apart):
                EmitDecided(conditional, apart);
                break;
            case If conditional when shapes.IsDivergent(conditional):
                if (mask is null && !LosesLanes(conditional) && together.IsWorthTwoCopies(conditional))
                    EmitTwice(conditional);
                else
                    EmitDivergent(conditional);
                break;
            case If conditional:
                EmitUniform(conditional);
                break;
            case Loop loop:
                Emit(loop);
                break;
            case Scope scope:
                Emit(scope);
                break;
            case Leave leave:
                Emit(leave);
                break;
            case Exit:
                onEnd(mask);
                il.Jump(shapes.EndsDivergently(step) ? empty : end);
                isReachable = false;
                break;
        }
    }

    private void Emit(List<Instruction> instructions)
    {
        for (int index = 0; index < instructions.Count; index++)
            if (!TryDefer(instructions[index], instructions, index))
                Emit(instructions[index]);
    }

    private void Emit(Instruction instruction)
    {
        if (KernelFrame.IsAtHand(instruction))
            return;
        bool isVoid = instruction.Type.IsVoid;
        if (isVoid ? instruction.Operands.All(values.IsSame) : shapes.IsScalar(instruction))
        {
            if (shapes.IsSpeculated(instruction))
                LeaveUnlessBounded(instruction);
            values.EmitScalar(instruction);
            if (isVoid)
                return;
            values.SetScalar(instruction);
            if (shapes.Stride(instruction) == LaneShapes.Dynamic)
                values.EmitStride(instruction);
            if (demand.Broadcasts(instruction) > 1)
                values.KeepBroadcast(instruction);
            if (!demand.IsWanted(instruction))
                return;
        }
        var blend = shapes.IsBlended(instruction) ? mask : null;
        if (isVoid || !values.Ops.Has(instruction, values.IsSame))
        {
            memory.Emit(instruction, mask, blend);
            return;
        }
        for (int part = 0; part < VectorApi.Parts(instruction.Type); part++)
        {
            values.EmitVector(instruction, part);
            values.SetVector(instruction, part, blend);
        }
    }

    /// <summary>Gives the items up to be run one by one unless all lanes of a value are on its side of a bound.</summary>
    private void LeaveUnlessBounded(Instruction extremum)
    {
        var (value, bound) = shapes.Bounded(extremum);
        long last = shapes.Stride(value)!.Value * (api.Lanes - 1);
        bool isMinimum = extremum.Op == Opcode.Min;
        // The outermost lane in the direction of the bound.
        values.PushScalar(value);
        il.Op(OpCodes.Conv_I8).Long(isMinimum == last > 0 ? last : 0).Op(OpCodes.Add);
        values.PushScalar(bound);
        il.Op(OpCodes.Conv_I8);
        il.Branch(isMinimum ? OpCodes.Bgt : OpCodes.Blt, oneByOne);
    }

    /// <summary>Leaves an instruction to its only user, if that follows before anything can change the operands.</summary>
    private bool TryDefer(Instruction instruction, List<Instruction> instructions, int index)
    {
        if (instruction.Type.IsVoid || shapes.IsScalar(instruction) || shapes.IsBlended(instruction) || demand.Uses(instruction) != 1
            || !values.Ops.Has(instruction, values.IsSame))
            return false;
        var user = instructions.Skip(index + 1).FirstOrDefault(later => Array.IndexOf(later.Operands, instruction) >= 0);
        int depth = 1 + instruction.Operands.Max(operand => treeDepth.GetValueOrDefault(operand));
        // Instructions that push an operand twice would compute it twice.
        if (user is null || depth > MaximumTreeDepth || (user.Op == Opcode.Abs && user.Type.IsInteger)
            || VectorApi.Parts(user.Type.IsVoid ? instruction.Type : user.Type) > VectorApi.Parts(instruction.Type))
            return false;
        treeDepth[instruction] = depth;
        values.Defer(instruction);
        return true;
    }

    private void Emit(Edge edge)
    {
        var moves = new List<Action>();
        for (int index = 0; index < edge.Arguments.Count; index++)
        {
            var (parameter, argument) = (edge.Target.Parameters[index], edge.Arguments[index]);
            if (parameter == argument)
                continue;
            bool isScalar = shapes.IsScalar(parameter);
            if (isScalar)
            {
                values.PushScalar(argument);
                moves.Add(() => values.SetScalar(parameter));
                if (shapes.Stride(parameter) == LaneShapes.Dynamic)
                {
                    values.PushStride(argument);
                    moves.Add(() => values.SetStride(parameter));
                }
            }
            if (isScalar && !demand.IsWanted(parameter))
                continue;
            for (int part = 0; part < VectorApi.Parts(parameter.Type); part++)
            {
                int target = part;
                values.PushVector(argument, part);
                moves.Add(() => values.SetVector(parameter, target, isScalar ? null : mask));
            }
        }
        moves.Reverse();
        moves.ForEach(move => move());
    }

    private void EmitUniform(If conditional)
    {
        Label otherwise = il.Label(), behind = il.Label();
        var outer = mask;
        var joined = LosesLanes(conditional) ? il.Local(api.Mask) : null;
        bool isReached = false;
        values.PushScalar(conditional.Condition);
        il.Branch(OpCodes.Brfalse, otherwise);
        Side(conditional.Then);
        il.Mark(otherwise);
        Side(conditional.Else);
        il.Mark(behind);
        mask = joined ?? outer;
        isReachable = isReached;

        void Side(Region side)
        {
            (mask, isReachable) = (outer, true);
            Visit(side);
            isReached |= isReachable;
            if (!isReachable)
                return;
            if (joined is not null)
                PushMask().Set(joined);
            il.Jump(behind);
        }
    }

    private void EmitDivergent(If conditional)
    {
        var (outer, outerEmpty) = (mask, empty);
        LocalBuilder then = il.Local(api.Mask), otherwise = il.Local(api.Mask);
        values.PushVector(conditional.Condition, 0);
        if (outer is not null)
            il.Get(outer).Call(api.Method("BitwiseAnd", api.Mask, api.Mask));
        il.Set(then);
        PushMask().Get(then).Call(api.Method("AndNot", api.Mask, api.Mask)).Set(otherwise);
        var joined = LosesLanes(conditional) ? il.Local(api.Mask) : null;
        if (joined is not null)
            Clear(joined);
        Side(conditional.Then, then);
        Side(conditional.Else, otherwise);
        (mask, empty, isReachable) = (joined ?? outer, outerEmpty, true);
        if (joined is not null)
            LeaveIfEmpty();

        void Side(Region side, LocalBuilder lanes)
        {
            (mask, isReachable) = (lanes, true);
            if (side is not Sequence { Children.Count: 0 })
            {
                var behind = il.Label();
                empty = behind;
                LeaveIfEmpty();
                Visit(side);
                if (isReachable && joined is not null)
                    Gather(joined);
                il.Mark(behind);
            }
            else if (joined is not null)
            {
                Gather(joined);
            }
        }
    }

    /// <summary>A branch that all lanes take the same way; if they do not, control goes elsewhere.</summary>
    private void EmitDecided(If conditional, Label apart)
    {
        Label otherwise = il.Label(), behind = il.Label();
        together.LeaveUnless(conditional.Condition, holds: true, otherwise);
        Visit(conditional.Then);
        bool isReached = isReachable;
        if (isReachable)
            il.Jump(behind);
        il.Mark(otherwise);
        together.LeaveUnless(conditional.Condition, holds: false, apart);
        isReachable = true;
        mask = null;
        Visit(conditional.Else);
        il.Mark(behind);
        // All lanes are still there, whichever side they took.
        mask = null;
        isReachable |= isReached;
    }

    /// <summary>A branch without a mask for when all lanes take it, and with one for when they part.</summary>
    private void EmitTwice(If conditional)
    {
        Label apart = il.Label(), behind = il.Label();
        bool holds = conditional.Then is not Sequence { Children.Count: 0 };
        together.LeaveUnless(conditional.Condition, holds, apart);
        Visit(holds ? conditional.Then : conditional.Else);
        bool isReached = isReachable;
        if (isReachable)
            il.Jump(behind);
        (mask, isReachable) = (null, true);
        il.Mark(apart);
        EmitDivergent(conditional);
        il.Mark(behind);
        isReachable |= isReached;
    }

    private void Emit(Loop loop)
    {
        if (!LosesLanes(loop.Body))
        {
            EmitTogether(loop);
            return;
        }
        var partings = RegionWalk.All(loop.Body).OfType<If>().Where(conditional => shapes.IsDivergent(conditional) && LosesLanes(conditional)).ToList();
        if (mask is null && together.CanTell(loop, partings))
        {
            // Rounds that all lanes go together; the round in which they part is the first one below.
            var apart = il.Label();
            partings.ForEach(parting => decided.Add(parting, apart));
            EmitTogether(loop);
            partings.ForEach(parting => decided.Remove(parting));
            il.Mark(apart);
            (mask, isReachable) = (null, true);
        }
        EmitMasked(loop);
    }

    private void EmitTogether(Loop loop)
    {
        var top = il.Label();
        joins[loop.Label] = new Join(top, false, null);
        il.Mark(top);
        Visit(loop.Body);
        if (isReachable)
            il.Jump(top);
        isReachable = false;
    }

    private void EmitMasked(Loop loop)
    {
        var outerEmpty = empty;
        Label top = il.Label(), bottom = il.Label();
        var lanes = il.Local(api.Mask);
        PushMask().Set(lanes);
        mask = lanes;
        il.Mark(top);
        if (!shapes.IsDivergent(loop.Label))
        {
            joins[loop.Label] = new Join(top, false, lanes);
            Visit(loop.Body);
            if (isReachable)
            {
                PushMask().Set(lanes);
                il.Jump(top);
            }
            isReachable = false;
            return;
        }
        var waiting = il.Local(api.Mask);
        Clear(waiting);
        joins[loop.Label] = new Join(bottom, true, waiting);
        empty = bottom;
        Visit(loop.Body);
        if (isReachable)
            Gather(waiting);
        il.Mark(bottom);
        il.Get(waiting).Set(lanes);
        (mask, empty) = (lanes, outerEmpty);
        LeaveIfEmpty();
        il.Jump(top);
        isReachable = false;
    }

    private void Emit(Scope scope)
    {
        var (outer, outerEmpty, target) = (mask, empty, il.Label());
        bool isDivergent = shapes.IsDivergent(scope.Label);
        var joined = LosesLanes(scope) ? il.Local(api.Mask) : null;
        joins[scope.Label] = new Join(target, isDivergent, joined);
        if (isDivergent)
        {
            empty = target;
            if (joined is not null)
                Clear(joined);
        }
        Visit(scope.Body);
        if (isReachable && joined is not null)
            Come(joined, isDivergent);
        il.Mark(target);
        (mask, empty, isReachable) = (joined ?? outer, outerEmpty, true);
        if (isDivergent && joined is not null)
            LeaveIfEmpty();
    }

    private void Emit(Leave leave)
    {
        var join = joins[leave.Label];
        if (join.Lanes is not null)
            Come(join.Lanes, join.IsDivergent);
        il.Jump(join.IsDivergent ? empty : join.Target);
        isReachable = false;
    }

    /// <summary>The lanes at hand come to a label: to others that wait there, if they come at different times.</summary>
    private void Come(LocalBuilder lanes, bool isDivergent)
    {
        if (isDivergent)
            Gather(lanes);
        else
            PushMask().Set(lanes);
    }

    /// <summary>Whether some lanes may leave a region for elsewhere while others get to its end.</summary>
    private bool LosesLanes(Region region)
    {
        var inside = RegionWalk.All(region).Select(inner => inner switch { Loop loop => loop.Label, Scope scope => scope.Label, _ => null }).ToHashSet();
        return RegionWalk.All(region).Any(inner =>
            (inner is Leave leave && shapes.IsDivergent(leave.Label) && !inside.Contains(leave.Label)) || (inner is Exit && shapes.EndsDivergently(step)));
    }

    private Il PushMask()
    {
        if (mask is not null)
            return il.Get(mask);
        values.Ops.Constant(Constant.Int32(-1));
        return il;
    }

    private void Clear(LocalBuilder lanes)
    {
        values.Ops.Constant(Constant.Int32(0));
        il.Set(lanes);
    }

    /// <summary>Adds the lanes at hand to others.</summary>
    private void Gather(LocalBuilder into) => PushMask().Get(into).Call(api.Method("BitwiseOr", api.Mask, api.Mask)).Set(into);

    private void LeaveIfEmpty()
    {
        il.Get(mask!).Call(api.Method("ExtractMostSignificantBits", api.Mask));
        il.Branch(OpCodes.Brfalse, empty);
    }
}
