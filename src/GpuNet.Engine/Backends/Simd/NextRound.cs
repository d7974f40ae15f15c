using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// Loads of global memory in a loop around barriers, whose addresses move on by the same distance each round: the tiles of a
/// matrix product. Every item runs a stretch before the next stretch starts, so nothing is left to do while such a load waits;
/// what the next round will load is therefore fetched a round ahead. A distance that is wrong costs time and nothing else.
/// </summary>
internal sealed class NextRound
{
    private readonly Dictionary<BlockParameter, long> counters = [];
    private readonly Dictionary<Value, Distance?> known = new(ReferenceEqualityComparer.Instance);

    private NextRound() { }

    /// <summary>So many bytes a round.</summary>
    /// <param name="Factor">The number, or what it is a multiple of the argument by.</param>
    /// <param name="Argument">The argument; null where the number is known.</param>
    public readonly record struct Distance(long Factor, FunctionParameter? Argument)
    {
        public bool IsZero => Factor == 0;
    }

    /// <summary>The loads worth fetching ahead, with how far they move.</summary>
    public static IReadOnlyDictionary<Instruction, Distance> Of(List<GroupStep> steps)
    {
        var loads = new Dictionary<Instruction, Distance>();
        foreach (var loop in All(steps).OfType<LoopStep>())
            new NextRound().Visit(loop, loads);
        return loads;
    }

    private void Visit(LoopStep loop, Dictionary<Instruction, Distance> loads)
    {
        var inside = All(loop.Body).ToList();
        foreach (var edge in inside.OfType<AssignStep>().Select(step => step.Edge))
            for (int index = 0; index < edge.Arguments.Count; index++)
                if (edge.Arguments[index] is Instruction { Op: Opcode.Add } next && next[0] == edge.Target.Parameters[index] && next[1] is Constant by)
                    counters[edge.Target.Parameters[index]] = by.Bits;
        foreach (var load in inside.OfType<ItemStep>().SelectMany(step => RegionWalk.Instructions(step.Body)).Where(IsGlobalLoad))
            if (Of(load[0]) is { IsZero: false } distance)
                loads[load] = distance;
    }

    private static bool IsGlobalLoad(Instruction instruction) => instruction.Op == Opcode.Load && instruction[0].Type.Space == AddressSpace.Global;

    /// <summary>How far a value moves in a round; null if not by a distance that is known at the launch.</summary>
    private Distance? Of(Value value)
    {
        if (value is BlockParameter parameter)
            return new(counters.GetValueOrDefault(parameter), null);
        if (value is not Instruction instruction)
            return default(Distance);
        if (!known.TryGetValue(value, out var distance))
            known[value] = distance = OfInstruction(instruction);
        return distance;
    }

    private Distance? OfInstruction(Instruction instruction)
    {
        Distance? At(int operand) => Of(instruction[operand]);
        return instruction.Op switch
        {
            Opcode.Add => Sum(At(0), At(1), 1),
            Opcode.Sub => Sum(At(0), At(1), -1),
            Opcode.Offset => Sum(At(0), Times(At(1), Constant.Int64(instruction.Scale)), 1),
            Opcode.Mul => At(1) is { IsZero: true } ? Times(At(0), instruction[1]) : At(0) is { IsZero: true } ? Times(At(1), instruction[0]) : null,
            Opcode.Shl when instruction[1] is Constant count => Times(At(0), Constant.Int64(1L << (int)count.Bits)),
            Opcode.SignExtend or Opcode.ZeroExtend or Opcode.Truncate => At(0),
            Opcode.Load => default(Distance),
            _ => Array.TrueForAll(instruction.Operands, operand => Of(operand) is { IsZero: true }) ? default(Distance) : null,
        };
    }

    private static Distance? Sum(Distance? a, Distance? b, int sign)
    {
        if (a is not { } first || b is not { } second)
            return null;
        if (second.IsZero)
            return first;
        if (first.IsZero || first.Argument == second.Argument)
            return new(first.Factor + sign * second.Factor, second.Argument);
        return null;
    }

    private static Distance? Times(Distance? distance, Value factor)
    {
        if (distance is not { } moved || moved.IsZero)
            return distance;
        return (factor, moved.Argument) switch
        {
            (Constant constant, _) => moved with { Factor = moved.Factor * constant.Bits },
            (_, null) when LaunchQuestions.Argument(factor) is FunctionParameter argument => moved with { Argument = argument },
            _ => null,
        };
    }

    private static IEnumerable<GroupStep> All(IEnumerable<GroupStep> steps) => steps.SelectMany(step => (step switch
    {
        LoopStep loop => All(loop.Body),
        ScopeStep scope => All(scope.Body),
        IfStep conditional => All(conditional.Then).Concat(All(conditional.Else)),
        _ => [],
    }).Prepend(step));
}
