using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// The powers of two that divide integers, as the first lane of a vector has them. Vectors start at multiples of the number
/// of lanes, so lanes never part at a bound that is such a multiple, too: <c>for (i = Group.IdxX; i &lt; 256; i += Group.DimX)</c>.
/// </summary>
internal sealed class LaneAlignment
{
    private const int Any = 62;

    private readonly Dictionary<Value, int> exponents = [];
    private readonly int lanes;
    private readonly bool groupsAreFull;
    private readonly ArgumentFacts facts;
    private bool changed;

    /// <param name="function">The kernel.</param>
    /// <param name="lanes">How many items run as a vector.</param>
    /// <param name="groupsAreFull">Whether the size of groups in X is a multiple of that.</param>
    /// <param name="facts">What is known about the launch's arguments.</param>
    public LaneAlignment(Function function, int lanes, bool groupsAreFull, ArgumentFacts facts)
    {
        (this.lanes, this.groupsAreFull, this.facts) = (lanes, groupsAreFull, facts);
        do
        {
            changed = false;
            function.Blocks.ForEach(Visit);
        }
        while (changed);
    }

    /// <summary>Whether all lanes of <c>first + lane * stride</c> are on one side of a bound that is the same for all: below it, or not.</summary>
    public bool KeepsLanesTogether(Value value, long? stride, Value bound) =>
        IsAligned(value, stride, out int exponent) && ExponentOf(bound) >= exponent;

    /// <summary>Whether a value, shifted or divided by a power of two, is the same in all lanes: <c>i &gt;&gt; 5</c>.</summary>
    public bool IsSameQuotient(Instruction division, long? stride) =>
        IsAligned(division[0], stride, out int exponent) && division[1] is Constant by && division.Op switch
        {
            Opcode.Shr or Opcode.ShrU => ((int)by.Bits & (division.Type.Bits - 1)) >= exponent,
            _ => IsDivisor(division, by, exponent),
        };

    /// <summary>Whether lanes keep their stride in what is left of such a division: <c>i &amp; 31</c>.</summary>
    public bool KeepsStride(Instruction remainder, long? stride) =>
        IsAligned(remainder[0], stride, out int exponent) && remainder[1] is Constant by && remainder.Op switch
        {
            Opcode.And => long.IsPow2(by.Bits + 1) && long.Log2(by.Bits + 1) >= exponent,
            _ => IsDivisor(remainder, by, exponent),
        };

    /// <summary>Division rounds towards zero: below zero, lanes that shifting keeps together would part.</summary>
    private static bool IsDivisor(Instruction division, Constant by, int exponent) =>
        by.Bits > 0 && long.IsPow2(by.Bits) && long.Log2(by.Bits) >= exponent
        && (division.Op is Opcode.DivU or Opcode.RemU || division[0] is Instruction { Op: Opcode.LocalId });

    /// <param name="value">The value.</param>
    /// <param name="stride">Its stride.</param>
    /// <param name="exponent">The power of two that all lanes together take.</param>
    private bool IsAligned(Value value, long? stride, out int exponent)
    {
        exponent = 0;
        if (stride is not > 0 || !long.IsPow2(stride.Value) || !value.Type.IsInteger)
            return false;
        exponent = (int)long.Log2(stride.Value * lanes);
        // As far apart as the type goes, lanes would be on both sides of zero.
        return exponent < value.Type.Bits && ExponentOf(value) >= exponent;
    }

    private void Visit(Block block)
    {
        foreach (var instruction in block.Instructions)
            Meet(instruction, Of(instruction));
        foreach (var edge in block.Edges)
            for (int index = 0; index < edge.Arguments.Count; index++)
                Meet(edge.Target.Parameters[index], ExponentOf(edge.Arguments[index]));
    }

    private void Meet(Value value, int exponent)
    {
        if (exponents.TryGetValue(value, out int present) && present <= exponent)
            return;
        exponents[value] = exponent;
        changed = true;
    }

    /// <summary>Optimistic about what has not been seen yet: the next round corrects it.</summary>
    private int ExponentOf(Value value) => value switch
    {
        Constant constant => constant.Bits == 0 ? Any : (int)long.TrailingZeroCount(constant.Bits),
        FunctionParameter parameter => facts.ExponentOf(parameter),
        Instruction { Op: Opcode.LocalId, Dimension: 0 } => Exponent(lanes),
        Instruction { Op: Opcode.GroupDim, Dimension: 0 } => groupsAreFull ? Exponent(lanes) : 0,
        Instruction { Op: Opcode.LocalId or Opcode.GroupDim or Opcode.GroupId or Opcode.GridDim } => 0,
        _ => exponents.GetValueOrDefault(value, Any),
    };

    private static int Exponent(int power) => int.TrailingZeroCount(power);

    private int Of(Instruction instruction) => instruction.Op switch
    {
        Opcode.Add or Opcode.Sub => Math.Min(ExponentOf(instruction[0]), ExponentOf(instruction[1])),
        Opcode.Mul => Math.Min(Any, ExponentOf(instruction[0]) + ExponentOf(instruction[1])),
        Opcode.Shl when instruction[1] is Constant count => Math.Min(Any, ExponentOf(instruction[0]) + ((int)count.Bits & (instruction.Type.Bits - 1))),
        Opcode.And => Math.Max(ExponentOf(instruction[0]), ExponentOf(instruction[1])),
        Opcode.Select when facts.Decides(instruction[0]) is { } holds => ExponentOf(instruction[holds ? 1 : 2]),
        Opcode.Select => Math.Min(ExponentOf(instruction[1]), ExponentOf(instruction[2])),
        Opcode.Min or Opcode.Max => Math.Min(ExponentOf(instruction[0]), ExponentOf(instruction[1])),
        Opcode.SignExtend or Opcode.ZeroExtend or Opcode.Truncate => ExponentOf(instruction[0]),
        Opcode.LocalId or Opcode.GroupDim => ExponentOf(instruction),
        _ => 0,
    };
}
