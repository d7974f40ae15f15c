using GpuNet.Engine.IR;
using GpuNet.Engine.Tests.OpenCl;

namespace GpuNet.Engine.Tests.BackendsC;

/// <summary>
/// Runs many small expressions over all pairs of some values in few kernels, since building a kernel takes most of the
/// time, and compares every result with C#'s, bit by bit.
/// </summary>
internal sealed class OpcodeBatch<T>(IRType type, T[] values)
    where T : unmanaged
{
    private const int CasesPerKernel = 40;

    private readonly List<(string Name, IRType ResultType, Func<KernelText, Value, Value, Value> Emit, Func<T, T, object> Expected)> cases = [];

    public void Add(string name, IRType resultType, Func<KernelText, Value, Value, Value> emit, Func<T, T, object> expected) =>
        cases.Add((name, resultType, emit, expected));

    public void Unary(Opcode op, IRType resultType, Func<T, object> expected) =>
        Add(op.ToString(), resultType, (k, a, _) => k.Op(op, resultType, a), (a, _) => expected(a));

    /// <summary>On two variables, and on a variable and each value as a constant: these take other paths through the emitter.</summary>
    public void Binary(Opcode op, Func<T, T, object> expected) => Binary(op, type, expected);

    public void Binary(Opcode op, IRType resultType, Func<T, T, object> expected)
    {
        Add(op.ToString(), resultType, (k, a, b) => k.Op(op, resultType, a, b), expected);
        foreach (var value in values)
        {
            var constant = new Constant(type, Raw(value));
            Add($"{op} with {value}", resultType, (k, a, _) => k.Op(op, resultType, a, constant), (a, _) => expected(a, value));
        }
    }

    public void Run()
    {
        for (int first = 0; first < cases.Count; first += CasesPerKernel)
            Run([.. cases.Skip(first).Take(CasesPerKernel)]);
    }

    private void Run((string Name, IRType ResultType, Func<KernelText, Value, Value, Value> Emit, Func<T, T, object> Expected)[] some)
    {
        T[] left = [.. values.SelectMany(a => values.Select(_ => a))], right = [.. values.SelectMany(_ => values)];
        var text = new KernelText("opcodes");
        Value a = text.View("a"), b = text.View("b"), target = text.View("result");
        var i = text.Long(text.GlobalId());
        Value x = text.Load(type, text.At(a, i, type.Size)), y = text.Load(type, text.At(b, i, type.Size));
        for (int number = 0; number < some.Length; number++)
            text.Store(text.At(target, i, 8, (long)number * left.Length * 8), some[number].Emit(text, x, y));

        var results = new long[some.Length * left.Length];
        ClTestDevice.Required().Run(text.Program(), (values.Length, 1, 1), (values.Length, 1, 1), 0, left, right, results);
        for (int index = 0; index < results.Length; index++)
        {
            var (name, resultType, _, expected) = some[index / left.Length];
            T p = left[index % left.Length], q = right[index % left.Length];
            var actual = new Constant(resultType, results[index]);
            object wanted = expected(p, q);
            // All NaNs are one; +0 and -0 are not.
            bool same = actual.Bits == new Constant(resultType, Raw(wanted)).Bits || (wanted is float.NaN && float.IsNaN(actual.AsSingle))
                || (wanted is double.NaN && double.IsNaN(actual.AsDouble));
            Assert.True(same, $"{name}: ({p}, {q}) gave {actual}, not {wanted}.");
        }
    }

    private static long Raw(object value) => value switch
    {
        bool v => v ? 1 : 0,
        sbyte v => v,
        byte v => v,
        short v => v,
        ushort v => v,
        int v => v,
        uint v => v,
        long v => v,
        ulong v => (long)v,
        float v => BitConverter.SingleToInt32Bits(v),
        double v => BitConverter.DoubleToInt64Bits(v),
        _ => throw new ArgumentException($"{value.GetType()} is no result."),
    };
}
