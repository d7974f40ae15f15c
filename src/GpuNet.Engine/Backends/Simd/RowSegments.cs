using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// A row of items that divide their place in it (index / columns, index % columns, or the same by shifts and masks) runs in
/// segments, each as long as no quotient changes: within one, quotients and what follows from them are the same for all
/// items, remainders step by one as the place itself does, and so addresses made of them are those of neighbours.
/// </summary>
internal sealed class RowSegments
{
    private readonly Dictionary<Instruction, Value> quotients = [];
    private readonly Dictionary<Instruction, Value> remainders = [];

    /// <param name="row">The kernel as a row of items.</param>
    public RowSegments(FusedIndex row)
    {
        Places = [.. row.Indices];
        foreach (var instruction in RegionWalk.Instructions(row.Body).Where(instruction => instruction.Operands.Length == 2 && row.IsIndex(instruction[0])))
            if (Divisor(instruction) is { } divisor)
                (instruction.Op is Opcode.Rem or Opcode.RemU or Opcode.And ? remainders : quotients).Add(instruction, divisor);
        Divisors = [.. quotients.Values.Concat(remainders.Values).Distinct()];
    }

    private RowSegments(IReadOnlyList<Value> places) => Places = places;

    /// <summary>Groups whose places mean nothing to each other.</summary>
    public static RowSegments None { get; } = new([]);

    /// <summary>The values that are an item's place in the row.</summary>
    public IReadOnlyList<Value> Places { get; }

    /// <summary>Segments end at the multiples of these.</summary>
    public IReadOnlyList<Value> Divisors { get; } = [];

    /// <summary>The values that are an item's place less the last multiple of a divisor.</summary>
    public IReadOnlyDictionary<Instruction, Value> Remainders => remainders;

    /// <summary>What all items of a segment share, in the order in which it is computed.</summary>
    public IReadOnlyList<Instruction> Shared { get; private init; } = [];

    /// <summary>The same row in one piece.</summary>
    public RowSegments Whole => new(Places);

    /// <summary>Whether the segments of a launch with these arguments fill vectors well enough.</summary>
    public unsafe bool Pay(ulong* slots, int lanes)
    {
        // By number: enumerating would leave garbage at every launch.
        for (int index = 0; index < Divisors.Count; index++)
        {
            if (Argument(Divisors[index], slots) < lanes / 4)
                return false;
        }
        return Divisors.Count > 0;
    }

    /// <summary>Takes what is known at the start of a segment out of what items run.</summary>
    public (RowSegments Segments, ItemStep Step) Cut(ItemStep step)
    {
        var known = step.Hoisted.ToHashSet<Value>();
        var shared = new List<Instruction>();
        foreach (var instruction in RegionWalk.Instructions(step.Body))
        {
            if (!quotients.ContainsKey(instruction) && !(instruction.Op.IsPure() && FollowsFrom(instruction, known)))
                continue;
            known.Add(instruction);
            shared.Add(instruction);
        }
        var body = RegionWalk.Without(step.Body, instruction => known.Contains(instruction) || remainders.ContainsKey(instruction));
        return (new RowSegments(this) { Shared = shared }, step with { Body = body });
    }

    private RowSegments(RowSegments other) =>
        (quotients, remainders, Places, Divisors) = (other.quotients, other.remainders, other.Places, other.Divisors);

    private static bool FollowsFrom(Instruction instruction, HashSet<Value> known) =>
        instruction.Operands.Length > 0 && instruction.Operands.All(operand => operand is Constant or FunctionParameter || known.Contains(operand));

    /// <summary>What a place, which is never negative, is divided by, if that is known when the kernel is launched.</summary>
    private static Value? Divisor(Instruction instruction)
    {
        var type = instruction.Type;
        return (instruction.Op, instruction[1]) switch
        {
            (Opcode.Div or Opcode.DivU or Opcode.Rem or Opcode.RemU, var divisor) when IsArgument(divisor) => divisor,
            (Opcode.Shr or Opcode.ShrU, Constant { Bits: > 0 and < 31 } shift) => new Constant(type, 1L << (int)shift.Bits),
            (Opcode.And, Constant { Bits: > 0 and < int.MaxValue } mask) when long.IsPow2(mask.Bits + 1) => new Constant(type, mask.Bits + 1),
            _ => null,
        };
    }

    private static bool IsArgument(Value value) => value switch
    {
        Constant or FunctionParameter => true,
        Instruction { Op: Opcode.SignExtend or Opcode.Truncate } conversion => IsArgument(conversion[0]),
        _ => false,
    };

    private static unsafe long Argument(Value value, ulong* slots) => value switch
    {
        Constant constant => constant.Bits,
        FunctionParameter parameter => Constant.Normalize(parameter.Type, (long)slots[parameter.Index]),
        _ => Constant.Normalize(value.Type, Argument(((Instruction)value)[0], slots)),
    };
}
