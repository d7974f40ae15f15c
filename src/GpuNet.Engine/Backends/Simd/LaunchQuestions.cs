using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// Which integer arguments of a kernel are worth a method of their own when they are 1 (what multiplies an item's place, and
/// what the code itself compares with 1), or multiples of the number of lanes (what an item's place is compared with).
/// </summary>
internal sealed class LaunchQuestions
{
    /// <summary>More questions than this are not asked: each may double the number of methods.</summary>
    private const int MaximumQuestions = 16;

    private readonly List<FunctionParameter> strides = [];
    private readonly List<FunctionParameter> bounds = [];

    /// <param name="function">The kernel.</param>
    /// <param name="asksBounds">Whether vectors start at multiples of the number of lanes.</param>
    public LaunchQuestions(Function function, bool asksBounds)
    {
        foreach (var instruction in function.Instructions)
        {
            if (ComparesWithOne(instruction, out var compared))
                Ask(strides, compared);
            if (instruction.Operands.Length != 2 || !instruction.IsVarying)
                continue;
            var questions = instruction.Op switch
            {
                Opcode.Mul => strides,
                >= Opcode.Lt and <= Opcode.GeU when asksBounds => bounds,
                _ => null,
            };
            if (questions is null)
                continue;
            foreach (var operand in instruction.Operands)
                if (Argument(operand) is FunctionParameter { Type: { IsInteger: true, Size: >= 4 } } argument)
                    Ask(questions, argument);
        }
    }

    /// <summary>The answers for a launch, as bits.</summary>
    public unsafe long Answer(ulong* slots, int lanes)
    {
        // By number: enumerating would leave garbage at every launch.
        long answers = 0;
        for (int index = 0; index < strides.Count; index++)
        {
            if (ValueOf(strides[index], slots) == 1)
                answers |= 1L << index;
        }

        for (int index = 0; index < bounds.Count; index++)
        {
            if ((ValueOf(bounds[index], slots) & (lanes - 1)) == 0)
                answers |= 1L << (strides.Count + index);
        }

        return answers;
    }

    public ArgumentFacts Facts(long answers, int lanes) => new(strides, bounds, answers, lanes);

    /// <summary>The parameter that a value is, perhaps as a wider integer; else the value itself.</summary>
    public static Value Argument(Value value) => value is Instruction { Op: Opcode.SignExtend } conversion ? Argument(conversion[0]) : value;

    public static bool ComparesWithOne(Value value, out FunctionParameter argument)
    {
        argument = null!;
        if (value is not Instruction { Op: Opcode.Eq or Opcode.Ne } comparison)
            return false;
        int one = comparison[0] is Constant { Bits: 1 } ? 0 : 1;
        if (comparison[one] is not Constant { Bits: 1, Type: { IsInteger: true, Size: >= 4 } } || Argument(comparison[1 - one]) is not FunctionParameter parameter)
            return false;
        argument = parameter;
        return true;
    }

    private static unsafe long ValueOf(FunctionParameter parameter, ulong* slots) =>
        parameter.Type.Size == 8 ? (long)slots[parameter.Index] : (int)slots[parameter.Index];

    private static void Ask(List<FunctionParameter> questions, FunctionParameter argument)
    {
        if (questions.Count < MaximumQuestions && !questions.Contains(argument))
            questions.Add(argument);
    }
}
