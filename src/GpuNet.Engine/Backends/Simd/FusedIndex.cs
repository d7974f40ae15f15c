using GpuNet.Engine.IR;
using GpuNet.Engine.IR.Regions;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// A kernel whose items are known only by <c>GroupId.X * GroupDim.X + LocalId.X</c>: its groups are no more than cuts in one
/// long row of items, so a range of groups runs as one loop, and a guard around everything becomes the loop's bound.
/// </summary>
internal sealed class FusedIndex
{
    private readonly HashSet<Value>[] parts = [[], [], [], [], []];
    private readonly List<Value> bounds = [];

    private enum Part { Local, Group, GroupDim, GroupStart, Index }

    private FusedIndex(Region body) => Body = body;

    /// <summary>What is left to run for each item.</summary>
    public Region Body { get; private set; }

    /// <summary>The values that are the item's place in the row.</summary>
    public IReadOnlyCollection<Value> Indices => parts[(int)Part.Index];

    /// <summary>Integers that the row's length is limited to.</summary>
    public IReadOnlyList<Value> Bounds => bounds;

    /// <summary>Null where groups mean more than that.</summary>
    public static FusedIndex? Of(KernelProgram program)
    {
        if (program.UsesBarriers || program.UsesDynamicShared || program.StaticSharedBytes > 0)
            return null;
        var fused = new FusedIndex(EarlyExits.Flatten(program.Body));
        foreach (var block in new ControlFlow(program.Function).Blocks)
        {
            if (!block.Instructions.TrueForAll(fused.Fits))
                return null;
            if (block.Edges.SelectMany(edge => edge.Arguments).Any(fused.IsInner))
                return null;
        }
        if (fused.Indices.Count == 0)
            return null;
        while (fused.HoistGuard()) { }
        fused.Body = RegionWalk.Without(fused.Body, instruction => fused.IsInner(instruction) || fused.Is(instruction, Part.Index));
        return fused;
    }

    /// <summary>The item's place, perhaps as a wider integer.</summary>
    public bool IsIndex(Value value) => Is(value, Part.Index);

    private bool IsInner(Value value) => Is(value, Part.Local) || Is(value, Part.Group) || Is(value, Part.GroupStart);

    private bool Is(Value value, Part part) => parts[(int)part].Contains(value);

    /// <summary>Notes what part of the index an instruction is; false if it uses one for something else.</summary>
    private bool Fits(Instruction instruction)
    {
        switch (instruction.Op)
        {
            case Opcode.LocalId or Opcode.GroupId when instruction.Dimension > 0:
                return false;
            case Opcode.LocalId:
                return parts[(int)Part.Local].Add(instruction);
            case Opcode.GroupId:
                return parts[(int)Part.Group].Add(instruction);
            case Opcode.GroupDim when instruction.Dimension == 0:
                return parts[(int)Part.GroupDim].Add(instruction);
            case Opcode.SignExtend when Array.FindIndex(parts, 0, (int)Part.GroupDim + 1, part => part.Contains(instruction[0])) is >= 0 and var part:
                return parts[part].Add(instruction);
            // A place is never negative.
            case Opcode.SignExtend or Opcode.ZeroExtend when IsIndex(instruction[0]):
                return parts[(int)Part.Index].Add(instruction);
            case Opcode.Mul when Pairs(instruction, Part.Group, Part.GroupDim):
                return parts[(int)Part.GroupStart].Add(instruction);
            case Opcode.Add when Pairs(instruction, Part.GroupStart, Part.Local):
                return parts[(int)Part.Index].Add(instruction);
            default:
                return !instruction.Operands.Any(IsInner);
        }
    }

    private bool Pairs(Instruction instruction, Part first, Part second) =>
        (Is(instruction[0], first) && Is(instruction[1], second)) || (Is(instruction[1], first) && Is(instruction[0], second));

    /// <summary>Turns an outermost "if index is below a bound" into a bound of the row.</summary>
    private bool HoistGuard()
    {
        var children = Body is Sequence sequence ? sequence.Children : [Body];
        int at = children.FindIndex(child => !IsHarmless(child));
        if (at < 0 || children[at] is not If guard)
            return false;
        var (bound, holds) = Guard(guard.Condition);
        if (bound is null)
            return false;
        var (inside, outside) = holds ? (guard.Then, guard.Else) : (guard.Else, guard.Then);
        bool outsideEnds = outside is Exit or Sequence { Children: [Exit] };
        if (!outsideEnds && !(IsHarmless(outside) && children.Skip(at + 1).All(IsHarmless)))
            return false;
        bounds.Add(bound);
        Body = new Sequence([.. children.Take(at), inside, .. children.Skip(at + 1)]);
        return true;
    }

    /// <summary>The bound that a condition compares the index to, and what the condition is below the bound.</summary>
    private (Value? Bound, bool Holds) Guard(Value condition)
    {
        if (condition is not Instruction { Op: Opcode.Lt or Opcode.Ge or Opcode.Gt or Opcode.Le } compare)
            return default;
        bool indexFirst = compare.Op is Opcode.Lt or Opcode.Ge;
        Value index = compare[indexFirst ? 0 : 1], bound = compare[indexFirst ? 1 : 0];
        if (bound is Instruction { Op: Opcode.SignExtend } converted)
            bound = converted[0];
        return IsIndex(index) && bound is FunctionParameter { Type.IsInteger: true } or Constant
            ? (bound, compare.Op is Opcode.Lt or Opcode.Gt)
            : default;
    }

    private static bool IsHarmless(Region region) => region switch
    {
        Straight straight => straight.Block.Instructions.TrueForAll(instruction => instruction.Op.IsPure()),
        Sequence sequence => sequence.Children.TrueForAll(IsHarmless),
        Exit => true,
        _ => false,
    };
}
