using GpuNet.Engine.IR;
using GpuNet.Engine.IR.Regions;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// Cuts a kernel into steps at its barriers. A region runs at group level, once for all items, if it contains a barrier
/// or leaves such a region; everything else goes into the longest possible stretches that run item by item. Running a
/// stretch again for the next item must find the uniform values it started with. So an assignment to a uniform block
/// parameter that the stretch has already read ends the stretch and happens once, behind it; and where such assignments stand
/// in a loop or a branch, every item starts from a copy of the parameter.
/// </summary>
internal sealed class GroupSchedule
{
    private readonly List<Instruction> hoisted = [];
    private readonly List<Region> body = [];
    private readonly HashSet<Value> defined = [];
    private readonly HashSet<Value> exposed = [];
    private readonly HashSet<BlockParameter> restored = [];
    private Straight? open;
    private bool hasSideEffects;
    private bool mayHaveEnded;

    private GroupSchedule() { }

    public static List<GroupStep> Of(Region kernel)
    {
        var steps = new GroupSchedule().Build(kernel, isTail: true);
        Rematerialize.Run(steps);
        return steps;
    }

    /// <summary>Assigns to a uniform parameter that it has read before.</summary>
    public static bool Reassigns(Region region) => Reassigned(region, [], []).Count > 0;

    private List<GroupStep> Build(Region region, bool isTail)
    {
        var steps = new List<GroupStep>();
        // Where all end together, ahead of the kernel's end, no item has to remember that it has ended.
        bool endsTogether = !isTail && region is (Exit or Sequence { Children: [.., Exit] });
        if (!IsGroupLevel(region) && !endsTogether)
        {
            Append(region, steps);
            Flush(steps, isTail);
            return steps;
        }
        var children = region is Sequence sequence ? sequence.Children : [region];
        for (int index = 0; index < children.Count; index++)
            Add(children[index], steps, isTail, isEnd: index == children.Count - 1);
        Flush(steps, isTail);
        return steps;
    }

    private void Add(Region region, List<GroupStep> steps, bool isTail, bool isEnd)
    {
        isTail &= isEnd;
        switch (region)
        {
            case Straight straight when IsGroupLevel(region):
                foreach (var instruction in straight.Block.Instructions)
                {
                    if (!instruction.Op.IsBarrier())
                    {
                        Append(instruction);
                        continue;
                    }
                    Flush(steps, isLast: false);
                    if (instruction.Op != Opcode.Barrier)
                        steps.Add(new CollectStep(instruction));
                }
                break;
            case Assign { Edge: var edge } when Conflicts(region) || (isEnd && CanAssignBefore(edge, steps)):
                AppendVarying(edge, steps);
                Flush(steps, isLast: false);
                steps.Add(new AssignStep(Part(edge, Uniformity.IsUniform)));
                break;
            case Sequence or Straight or Assign:
                Append(region, steps);
                break;
            case If conditional when NeedsSteps(region) || (Contains<Exit>(region) && Uniformity.IsUniform(conditional.Condition)):
                Flush(steps, isLast: false);
                steps.Add(new IfStep(conditional.Condition, Build(conditional.Then, isTail), Build(conditional.Else, isTail)));
                break;
            case Loop loop when !HasBarrier(region) && !EndsInTheMiddle(region) && OnlyWayOut(loop) is { } way:
                Append(new Scope(way, loop), steps);
                Add(new Leave(way), steps, isTail: false, isEnd: false);
                break;
            case Loop loop when NeedsSteps(region):
                Flush(steps, isLast: false);
                steps.Add(new LoopStep(loop.Label, Build(ScopeTails.Close(loop.Label, loop.Body), isTail: false)));
                break;
            case Scope scope when NeedsSteps(region):
                Flush(steps, isLast: false);
                steps.Add(new ScopeStep(scope.Label, Build(ScopeTails.Close(scope.Label, scope.Body), isTail)));
                break;
            case Leave leave:
                Flush(steps, isLast: false);
                steps.Add(new LeaveStep(leave.Label));
                break;
            case Exit:
                Flush(steps, isLast: true);
                steps.Add(new EndStep());
                break;
            default:
                Append(region, steps);
                break;
        }
    }

    private void Append(Region region, List<GroupStep> steps)
    {
        switch (region)
        {
            case Sequence sequence:
                sequence.Children.ForEach(child => Append(child, steps));
                break;
            case Straight straight:
                straight.Block.Instructions.ForEach(Append);
                break;
            case Assign { Edge: var edge }:
                AppendAssign(edge, _ => true);
                break;
            default:
                restored.UnionWith(Reassigned(region, defined, exposed));
                body.Add(region);
                hasSideEffects |= RegionWalk.Instructions(region).Any(instruction => instruction.Op.HasSideEffects());
                mayHaveEnded |= Contains<Exit>(region);
                break;
        }
    }

    private void Append(Instruction instruction)
    {
        if (CanHoist(instruction))
        {
            hoisted.Add(instruction);
            return;
        }
        Read(instruction.Operands, defined, exposed);
        defined.Add(instruction);
        hasSideEffects |= instruction.Op.HasSideEffects();
        if (body.Count == 0 || body[^1] != open)
            body.Add(open = new Straight(new Block("stretch")));
        open!.Block.Instructions.Add(instruction);
    }

    private bool CanHoist(Instruction instruction)
    {
        if (!Uniformity.IsUniform(instruction) || instruction.Operands.Any(operand => defined.Contains(operand) || !Uniformity.IsUniform(operand)))
            return false;
        return instruction.Op switch
        {
            Opcode.Load => !hasSideEffects && !mayHaveEnded,
            Opcode.Alloca => false,
            _ => instruction.IsSpeculatable() || (instruction.Op.IsPure() && !mayHaveEnded),
        };
    }

    /// <summary>
    /// Right behind a barrier, an item may as well set its own values right before it: the stretch there has them at hand.
    /// </summary>
    private void AppendVarying(Edge edge, List<GroupStep> steps)
    {
        if (!CanAssignBefore(edge, steps))
        {
            AppendAssign(edge, Uniformity.IsVarying);
            return;
        }
        var last = (ItemStep)steps[^1];
        var part = Part(edge, Uniformity.IsVarying);
        if (part.Arguments.Count > 0)
            steps[^1] = last with { Body = new Sequence([.. ((Sequence)last.Body).Children, new Assign(part)]) };
    }

    private bool CanAssignBefore(Edge edge, List<GroupStep> steps) =>
        body.Count == 0 && steps.Count > 0 && steps[^1] is ItemStep { Body: Sequence }
        && !Part(edge, Uniformity.IsVarying).Arguments.Exists(hoisted.Contains);

    private void AppendAssign(Edge edge, Func<Value, bool> wanted)
    {
        var part = Part(edge, wanted);
        if (part.Arguments.Count == 0)
            return;
        Read(part.Arguments, defined, exposed);
        defined.UnionWith(part.Target.Parameters);
        body.Add(new Assign(part));
    }

    private static Edge Part(Edge edge, Func<Value, bool> wanted)
    {
        var target = new Block(edge.Target.Name);
        var arguments = new List<Value>();
        for (int index = 0; index < edge.Arguments.Count; index++)
            if (wanted(edge.Target.Parameters[index]))
            {
                target.Parameters.Add(edge.Target.Parameters[index]);
                arguments.Add(edge.Arguments[index]);
            }
        return new Edge(target, arguments);
    }

    private void Flush(List<GroupStep> steps, bool isLast)
    {
        if (restored.Count > 0)
            Restore(steps);
        if (hoisted.Count > 0 || body.Count > 0)
            steps.Add(new ItemStep([.. hoisted], new Sequence([.. body]), isLast));
        hoisted.Clear();
        body.Clear();
        defined.Clear();
        exposed.Clear();
        restored.Clear();
        hasSideEffects = mayHaveEnded = false;
    }

    /// <summary>Copies what the stretch reads and then assigns, for every item to start from.</summary>
    private void Restore(List<GroupStep> steps)
    {
        Block copies = new("copies"), start = new("start");
        foreach (var parameter in restored)
        {
            copies.AddParameter(parameter.Type);
            start.Parameters.Add(parameter);
        }
        steps.Add(new AssignStep(new Edge(copies, [.. restored])));
        body.Insert(0, new Assign(new Edge(start, [.. copies.Parameters])));
    }

    /// <summary>Would assign to a uniform parameter that this stretch has read before.</summary>
    private bool Conflicts(Region region) => Reassigned(region, [.. defined], [.. exposed]).Count > 0;

    private bool NeedsSteps(Region region) => IsGroupLevel(region) || EndsInTheMiddle(region);

    /// <summary>An item that ends in the middle of a stretch would leave what others go on with half done.</summary>
    private bool EndsInTheMiddle(Region region) => Contains<Exit>(region) && Conflicts(region);

    /// <summary>
    /// Where a loop that is left for a label around it always goes: as a scope of its own with the same end, items can run it
    /// one after the other, and go on from there together.
    /// </summary>
    private static Label? OnlyWayOut(Loop loop) => RegionWalk.WaysOut(loop).ToList() is [var only] ? only : null;

    private static HashSet<BlockParameter> Reassigned(Region region, HashSet<Value> defined, HashSet<Value> exposed)
    {
        var reassigned = new HashSet<BlockParameter>();
        Walk(region, defined, exposed, reassigned);
        return reassigned;
    }

    private static void Walk(Region region, HashSet<Value> defined, HashSet<Value> exposed, HashSet<BlockParameter> reassigned)
    {
        switch (region)
        {
            case Sequence sequence:
                foreach (var child in sequence.Children)
                    Walk(child, defined, exposed, reassigned);
                break;
            case Straight straight:
                foreach (var instruction in straight.Block.Instructions)
                {
                    Read(instruction.Operands, defined, exposed);
                    defined.Add(instruction);
                }
                break;
            case Assign { Edge: var edge }:
                Read(edge.Arguments, defined, exposed);
                reassigned.UnionWith(edge.Target.Parameters.Where(parameter => Uniformity.IsUniform(parameter) && exposed.Contains(parameter)));
                defined.UnionWith(edge.Target.Parameters);
                break;
            case If conditional:
                Read([conditional.Condition], defined, exposed);
                Walk(conditional.Then, defined, exposed, reassigned);
                Walk(conditional.Else, defined, exposed, reassigned);
                break;
            case Loop loop:
                Walk(loop.Body, defined, exposed, reassigned);
                break;
            case Scope scope:
                Walk(scope.Body, defined, exposed, reassigned);
                break;
        }
    }

    private static void Read(IEnumerable<Value> values, HashSet<Value> defined, HashSet<Value> exposed)
    {
        foreach (var value in values)
            if (value is BlockParameter && !defined.Contains(value))
                exposed.Add(value);
    }

    private static bool IsGroupLevel(Region region) => HasBarrier(region) || RegionWalk.LeavesOutside(region);

    private static bool HasBarrier(Region region) => RegionWalk.Instructions(region).Any(instruction => instruction.Op.IsBarrier());

    private static bool Contains<T>(Region region) where T : Region => RegionWalk.All(region).Any(inner => inner is T);
}
