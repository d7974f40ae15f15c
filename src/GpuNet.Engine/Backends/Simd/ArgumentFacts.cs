using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// What a launch's integer arguments say about neighbouring items, once they are known: a stride that is 1 makes them neighbours
/// in memory, and lanes never part at a bound that is a multiple of their number. A method is compiled for one answer to all
/// these questions; see <see cref="LaunchQuestions"/>.
/// </summary>
internal sealed class ArgumentFacts
{
    private readonly HashSet<Value> ones = [];
    private readonly HashSet<Value> others = [];
    private readonly HashSet<Value> multiples = [];
    private readonly int exponent;

    private ArgumentFacts() { }

    /// <param name="strides">Arguments that may be 1.</param>
    /// <param name="bounds">Arguments that may be multiples of the number of lanes.</param>
    /// <param name="answers">One bit for each stride, then for each bound.</param>
    /// <param name="lanes">The number of lanes.</param>
    public ArgumentFacts(IReadOnlyList<FunctionParameter> strides, IReadOnlyList<FunctionParameter> bounds, long answers, int lanes)
    {
        exponent = int.TrailingZeroCount(lanes);
        foreach (var stride in strides)
        {
            ((answers & 1) != 0 ? ones : others).Add(stride);
            answers >>= 1;
        }
        foreach (var bound in bounds)
        {
            if ((answers & 1) != 0)
                multiples.Add(bound);
            answers >>= 1;
        }
    }

    /// <summary>For methods that any arguments may come to.</summary>
    public static ArgumentFacts None { get; } = new();

    /// <summary>A factor that is known, now or as long as the method is used.</summary>
    public Constant? Known(Value factor) =>
        factor as Constant ?? (ones.Contains(LaunchQuestions.Argument(factor)) ? new Constant(factor.Type, 1) : null);

    /// <summary>What a comparison with 1 comes to; null where that is open.</summary>
    public bool? Decides(Value condition)
    {
        if (!LaunchQuestions.ComparesWithOne(condition, out var argument))
            return null;
        bool isEqual = ((Instruction)condition).Op == Opcode.Eq;
        return ones.Contains(argument) ? isEqual : others.Contains(argument) ? !isEqual : null;
    }

    /// <summary>The power of two that divides an argument.</summary>
    public int ExponentOf(FunctionParameter argument) => ones.Contains(argument) || !multiples.Contains(argument) ? 0 : exponent;
}
