using GpuNet.Engine.IR;
using GpuNet.Engine.IR.Regions;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// What values look like across the lanes of a vector, where lanes are neighbouring items in X: a value whose lanes are
/// <c>first + lane * stride</c> is kept as a scalar (with stride 0: the same in all lanes); all others are vectors. And
/// which control flow lanes take differently. Optimistic: starts from nothing and only ever gives up scalars.
/// </summary>
internal sealed class LaneShapes
{
    /// <summary>A stride that only the launch knows: it is computed beside the first lane's value.</summary>
    public const long Dynamic = long.MinValue;

    private readonly List<ItemStep> steps;
    private readonly IReadOnlySet<Value> live;
    private readonly PrivateMemory privateMemory;
    private readonly Dictionary<Value, Shape> shapes = [];
    private readonly Dictionary<Region, Region> parents = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Value, List<Assign>> assigns = [];
    private readonly HashSet<Region> divergent = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Label> divergentLabels = [];
    private readonly HashSet<ItemStep> divergentEnds = [];
    private readonly HashSet<Value> blended = [];
    private readonly HashSet<Loop> left = [];
    private readonly HashSet<Value> places;
    private readonly HashSet<Instruction> leading = [];
    private readonly LaneAlignment alignment;
    private readonly ArgumentFacts facts;
    private bool changed;

    private LaneShapes(
        List<ItemStep> steps, IReadOnlySet<Value> live, PrivateMemory privateMemory, LaneAlignment alignment, RowSegments segments,
        ArgumentFacts facts, bool speculate)
    {
        (this.steps, this.live, this.privateMemory, this.alignment, this.facts) = (steps, live, privateMemory, alignment, facts);
        places = [.. segments.Places, .. segments.Remainders.Keys];
        foreach (var place in places)
            shapes[place] = new Shape(1);
        foreach (var shared in segments.Shared)
            shapes[shared] = new Shape(0);
        foreach (var step in steps)
        {
            Link(step.Body);
            if (speculate)
                leading.UnionWith(Leading(step.Body));
        }
    }

    /// <param name="steps">All stretches of the kernel.</param>
    /// <param name="live">Values that live across them.</param>
    /// <param name="privateMemory">How private arrays lie.</param>
    /// <param name="alignment">What first lanes' values are multiples of.</param>
    /// <param name="segments">How a row of items is cut, for a kernel that is one.</param>
    /// <param name="facts">What is known about the launch's arguments.</param>
    /// <param name="speculate">Whether a vector of items may be given up to be run one by one.</param>
    public static LaneShapes Of(
        List<ItemStep> steps, IReadOnlySet<Value> live, PrivateMemory privateMemory, LaneAlignment alignment, RowSegments segments,
        ArgumentFacts facts, bool speculate)
    {
        var shapes = new LaneShapes(steps, live, privateMemory, alignment, segments, facts, speculate);
        do
        {
            shapes.changed = false;
            foreach (var step in steps)
                shapes.Visit(step.Body);
            steps.ForEach(shapes.Diverge);
        }
        while (shapes.changed);
        return shapes;
    }

    /// <summary>Bytes or units from lane to lane, or <see cref="Dynamic"/>; null for a vector of anything.</summary>
    public long? Stride(Value value) =>
        Uniformity.IsUniform(value) ? 0 : shapes.TryGetValue(value, out var shape) ? shape.Stride : OfPlace(value);

    /// <summary>
    /// Whether a scalar of 64 bits is made of nothing narrower that may wrap between two lanes: then its lanes are what its stride
    /// says, and not only where they are addresses.
    /// </summary>
    public bool IsWide(Value value) => IsWide(value, []);

    /// <summary>
    /// A minimum or maximum of a scalar with a stride and a bound, at the start of a stretch: almost always all lanes are on
    /// one side of the bound. Where they are not, the items run one by one.
    /// </summary>
    public bool IsSpeculated(Instruction instruction) =>
        leading.Contains(instruction) && instruction.Op is Opcode.Min or Opcode.Max && instruction.Type.IsInteger
        && Stride(instruction) is not (null or 0) && Stride(Bounded(instruction).Bound) == 0;

    /// <summary>The operand with a stride, and the other.</summary>
    public (Value Value, Value Bound) Bounded(Instruction extremum) =>
        Stride(extremum[0]) == 0 ? (extremum[1], extremum[0]) : (extremum[0], extremum[1]);

    /// <summary>The item's place in a row of items, or in a segment of it: set from outside.</summary>
    public bool IsPlace(Value value) => places.Contains(value);

    public bool IsScalar(Value value) => Stride(value) is not null;

    /// <summary>Lanes go different ways.</summary>
    public bool IsDivergent(If conditional) => divergent.Contains(conditional);

    /// <summary>Lanes come to the label at different times, and wait there for the others.</summary>
    public bool IsDivergent(Label label) => divergentLabels.Contains(label);

    /// <summary>Some lanes may end while others go on.</summary>
    public bool EndsDivergently(ItemStep step) => divergentEnds.Contains(step);

    /// <summary>Set in a loop that lanes leave in different iterations, and read behind it: lanes that have left must keep theirs.</summary>
    public bool IsBlended(Value value) => blended.Contains(value);

    private bool IsWide(Value value, HashSet<Value> seen) => Stride(value) == 0 || !seen.Add(value) || value switch
    {
        BlockParameter parameter => assigns[parameter].TrueForAll(assign => IsWide(assign.Edge.Arguments[parameter.Block.Parameters.IndexOf(parameter)], seen)),
        Instruction { Op: Opcode.SignExtend } extension => extension[0] is Instruction { Op: Opcode.LocalId } || IsPlace(extension[0]),
        Instruction instruction => Array.TrueForAll(instruction.Operands, operand => IsWide(operand, seen)),
        _ => true,
    };

    private void Link(Region region)
    {
        if (region is Assign assign)
            foreach (var parameter in assign.Edge.Target.Parameters)
                (assigns.TryGetValue(parameter, out var list) ? list : assigns[parameter] = []).Add(assign);
        foreach (var child in RegionWalk.Children(region))
        {
            parents[child] = region;
            Link(child);
        }
    }

    private void Visit(Region region)
    {
        switch (region)
        {
            case Straight straight:
                foreach (var instruction in straight.Block.Instructions)
                    if (!instruction.Type.IsVoid && Uniformity.IsVarying(instruction) && Transfer(instruction) is var (known, stride) && known)
                        Meet(instruction, stride);
                break;
            case Assign { Edge: var edge }:
                for (int index = 0; index < edge.Arguments.Count; index++)
                {
                    var parameter = edge.Target.Parameters[index];
                    if (Uniformity.IsUniform(parameter))
                        continue;
                    if (JoinsDivergently(parameter))
                        Meet(parameter, null);
                    else if (IsKnown(edge.Arguments[index]))
                        Meet(parameter, Stride(edge.Arguments[index]));
                }
                break;
            case If conditional:
                if (IsKnown(conditional.Condition) && !IsScalar(conditional.Condition))
                    changed |= divergent.Add(conditional);
                break;
        }
        foreach (var child in RegionWalk.Children(region))
            Visit(child);
    }

    private void Meet(Value value, long? stride)
    {
        bool isNew = !shapes.TryGetValue(value, out var shape);
        var present = shape?.Stride;
        var met = isNew || present == stride ? stride
            : present is null || stride is null || !CanBeDynamic(value) ? null
            : Dynamic;
        if (!isNew && met == present)
            return;
        shapes[value] = new Shape(met);
        changed = true;
    }

    /// <summary>What is known of a value: see <see cref="Stride"/>.</summary>
    private sealed record Shape(long? Stride);

    private static bool CanBeDynamic(Value value) => value.Type.IsPointer || (value.Type.IsInteger && value.Type.Size >= 4);

    private bool IsKnown(Value value) => Uniformity.IsUniform(value) || shapes.ContainsKey(value) || OfPlace(value) is not null;

    private long? OfPlace(Value value) => value switch
    {
        Instruction { Op: Opcode.LocalId } id => id.Dimension == 0 ? 1 : 0,
        Instruction { Op: Opcode.LaneId } => 0,
        Instruction { Op: Opcode.Alloca } allocation => privateMemory.LaneStride(allocation),
        _ => null,
    };

    private (bool Known, long? Stride) Transfer(Instruction instruction)
    {
        foreach (var operand in instruction.Operands)
            if (!IsKnown(operand))
                return (false, null);
        long? At(int operand) => Stride(instruction[operand]);
        var (type, op) = (instruction.Type, instruction.Op);
        switch (op)
        {
            case Opcode.Add when CanBeDynamic(instruction): return (true, Wrapped(type, Combine(At(0), At(1), (a, b) => a + b)));
            case Opcode.Sub when CanBeDynamic(instruction): return (true, Wrapped(type, Combine(At(0), At(1), (a, b) => a - b)));
            case Opcode.Mul when CanBeDynamic(instruction): return (true, Times(At(0), At(1), instruction[1]) ?? Times(At(1), At(0), instruction[0]));
            case Opcode.Shl when CanBeDynamic(instruction) && instruction[1] is Constant count:
                return (true, Times(At(0), 0, new Constant(type, 1L << ((int)count.Bits & (type.Bits - 1)))));
            // Where the narrow value wraps between two lanes, an address made of it is outside of any array; see IsWide, too.
            case Opcode.SignExtend or Opcode.Truncate when type.Size >= 4 && instruction[0].Type.Size >= 4: return (true, Wrapped(type, At(0)));
            case Opcode.PointerToInt or Opcode.IntToPointer or Opcode.Shuffle: return (true, At(0));
            case Opcode.Offset:
                var scale = Constant.Int64((long)instruction.Scale * privateMemory.Spread(instruction));
                return (true, Combine(At(0), Times(At(1), 0, scale), (a, b) => a + b));
            case Opcode.Select when CanBeDynamic(instruction) && facts.Decides(instruction[0]) is { } holds: return (true, At(holds ? 1 : 2));
            case Opcode.Select when At(0) == 0 && CanBeDynamic(instruction): return (true, Combine(At(1), At(2), (a, b) => a == b ? a : Dynamic));
            case Opcode.Min or Opcode.Max when type.IsInteger && leading.Contains(instruction) && (At(0) == 0) != (At(1) == 0):
                return (true, Combine(At(0), At(1), (a, b) => a + b) is { } known && known != Dynamic ? known : null);
            case Opcode.Load when instruction[0].Type.Space == AddressSpace.Private: return (true, null);
            case Opcode.LocalId or Opcode.LaneId or Opcode.Alloca: return (true, OfPlace(instruction));
            case Opcode.Atomic or Opcode.AtomicCompareExchange: return (true, null);
            case Opcode.Lt or Opcode.Ge or Opcode.LtU or Opcode.GeU when At(1) == 0 && alignment.KeepsLanesTogether(instruction[0], At(0), instruction[1]):
            case Opcode.Gt or Opcode.Le or Opcode.GtU or Opcode.LeU when At(0) == 0 && alignment.KeepsLanesTogether(instruction[1], At(1), instruction[0]):
                return (true, 0);
            case Opcode.Shr or Opcode.ShrU or Opcode.Div or Opcode.DivU when At(0) is not (null or 0) && alignment.IsSameQuotient(instruction, At(0)):
                return (true, 0);
            case Opcode.And or Opcode.Rem or Opcode.RemU when At(0) is not (null or 0) && alignment.KeepsStride(instruction, At(0)):
                return (true, At(0));
            default: return (true, AreSame(instruction.Operands) ? 0 : null);
        }
    }

    private bool AreSame(Value[] values)
    {
        foreach (var value in values)
            if (Stride(value) != 0)
                return false;
        return true;
    }

    private static long? Combine(long? a, long? b, Func<long, long, long> combine) =>
        a is null || b is null ? null : a == Dynamic || b == Dynamic ? Dynamic : combine(a.Value, b.Value);

    /// <summary>The stride of a product with a factor that is the same in all lanes.</summary>
    private long? Times(long? stride, long? factorStride, Value factor)
    {
        if (stride is null || factorStride != 0)
            return null;
        if (stride == 0)
            return 0;
        if (stride == Dynamic || facts.Known(factor) is not { } constant)
            return Dynamic;
        return Wrapped(factor.Type, stride.Value * constant.Bits);
    }

    /// <summary>A stride of a value wraps as the value does.</summary>
    private static long? Wrapped(IRType type, long? stride) => type.Size == 4 && stride != Dynamic ? (int?)stride : stride;

    /// <summary>What runs for every item before anything that others could see.</summary>
    private static IEnumerable<Instruction> Leading(Region body) =>
        (body is Sequence sequence ? sequence.Children : [body]).TakeWhile(child => child is Straight).SelectMany(child => ((Straight)child).Block.Instructions)
            .TakeWhile(instruction => !instruction.Op.HasSideEffects());

    /// <summary>Lanes can bring different values to a parameter on ways that part and meet again.</summary>
    private bool JoinsDivergently(Value parameter)
    {
        if (blended.Contains(parameter))
            return true;
        if (IsCarried(parameter))
            return false;
        var paths = assigns[parameter].Select(Path).ToList();
        int common = 0;
        while (paths.Count > 1 && paths.TrueForAll(path => path.Count > common && path[common] == paths[0][common]))
            common++;
        // An if that holds two of the assignments in its two sides is where the ways part.
        return paths.Count > 1 && paths.Exists(path => path.Skip(Math.Max(0, common - 1)).Any(PartsLanes));
    }

    /// <summary>
    /// A loop's own parameter, set in front of the loop and at its end: lanes that are still in it have gone round equally
    /// often, whatever other lanes did.
    /// </summary>
    private bool IsCarried(Value parameter)
    {
        if (assigns[parameter] is not [var entry, var back] || LoopThatEndsWith(back) is not { } loop)
            return false;
        return !Path(entry).Exists(region => ReferenceEquals(region, loop));
    }

    /// <summary>The innermost loop around a region, if its next iteration follows; null if anything comes in between.</summary>
    private Loop? LoopThatEndsWith(Region region)
    {
        for (var at = region; parents.TryGetValue(at, out var parent); at = parent)
        {
            if (parent is Loop loop)
                return loop;
            if (parent is not Sequence { Children: var children } || ReferenceEquals(children[^1], at))
                continue;
            bool goesOn = ReferenceEquals(children[^2], at) && children[^1] is Leave;
            return goesOn && Path(parent).OfType<Loop>().LastOrDefault() is { } around && around.Label == ((Leave)children[^1]).Label ? around : null;
        }
        return null;
    }

    private bool PartsLanes(Region region) => region switch
    {
        If => divergent.Contains(region),
        Loop loop => divergentLabels.Contains(loop.Label),
        Scope scope => divergentLabels.Contains(scope.Label),
        _ => false,
    };

    /// <summary>The regions around a region, outermost first.</summary>
    private List<Region> Path(Region region)
    {
        var path = new List<Region>();
        for (var at = region; parents.TryGetValue(at, out var parent); at = parent)
            path.Add(parent);
        path.Reverse();
        return path;
    }

    /// <summary>Finds the labels that lanes come to at different times, and the loops they leave so.</summary>
    private void Diverge(ItemStep step)
    {
        foreach (var region in RegionWalk.All(step.Body).Where(region => region is Leave or Exit))
        {
            bool parted = false;
            for (var at = region; parents.TryGetValue(at, out var parent); at = parent)
            {
                if (region is Leave leave && (parent is Loop loop && loop.Label == leave.Label || parent is Scope scope && scope.Label == leave.Label))
                {
                    if (parted)
                        changed |= divergentLabels.Add(leave.Label);
                    parted = false;
                    break;
                }
                parted |= PartsLanes(parent);
                if (parted && parent is Loop left)
                    LeaveDivergently(left);
            }
            if (region is Exit && parted)
                changed |= divergentEnds.Add(step);
        }
    }

    private void LeaveDivergently(Loop loop)
    {
        if (!left.Add(loop))
            return;
        changed = true;
        var inside = RegionWalk.All(loop).ToHashSet<Region>(ReferenceEqualityComparer.Instance);
        var set = inside.SelectMany(RegionWalk.Sets).Where(Uniformity.IsVarying).ToHashSet();
        foreach (var value in set.Where(live.Contains))
            Blend(value);
        foreach (var step in steps)
            foreach (var value in RegionWalk.All(step.Body).Where(region => !inside.Contains(region)).SelectMany(RegionWalk.Reads))
                if (set.Contains(value))
                    Blend(value);
    }

    private void Blend(Value value)
    {
        if (value is Instruction { Op: Opcode.LocalId or Opcode.Alloca or Opcode.LaneId })
            return;
        blended.Add(value);
        Meet(value, null);
    }
}
