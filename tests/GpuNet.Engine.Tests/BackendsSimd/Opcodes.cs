using GpuNet.Engine.IR;

namespace GpuNet.Engine.Tests.BackendsSimd;

/// <summary>Runs one opcode over all combinations of operands and compares bit by bit; one NaN is as good as another.</summary>
internal static class Opcodes
{
    public static void Unary<TIn, TOut>(Opcode op, IRType from, IRType to, TIn[] edge, Func<TIn, TOut> expected)
        where TIn : unmanaged where TOut : unmanaged
    {
        var kernel = new KernelBuilder(op.ToString());
        var (output, a) = (kernel.Pointer("output"), kernel.Pointer("a"));
        var index = kernel.GlobalIndex();
        kernel.Store(output, index, kernel.Emit(op, to, kernel.Load(a, index, from)));
        Check(kernel, op, edge.Select(expected).ToArray(), new Pinned<TIn>(edge));
    }

    public static void Binary<TA, TB>(Opcode op, IRType typeA, IRType typeB, TA[] edgeA, TB[] edgeB, Func<TA, TB, TA> expected)
        where TA : unmanaged where TB : unmanaged
    {
        var kernel = new KernelBuilder(op.ToString());
        var (output, a, b) = (kernel.Pointer("output"), kernel.Pointer("a"), kernel.Pointer("b"));
        var index = kernel.GlobalIndex();
        kernel.Store(output, index, kernel.Emit(op, typeA, kernel.Load(a, index, typeA), kernel.Load(b, index, typeB)));
        var pairs = (from x in edgeA from y in edgeB select (x, y)).ToArray();
        Check(kernel, op, pairs.Select(pair => expected(pair.x, pair.y)).ToArray(),
            new Pinned<TA>([.. pairs.Select(pair => pair.x)]), new Pinned<TB>([.. pairs.Select(pair => pair.y)]));
    }

    public static void Compare<T>(Opcode op, IRType type, T[] edge, Func<T, T, bool> expected) where T : unmanaged
    {
        var kernel = new KernelBuilder(op.ToString());
        var (output, a, b) = (kernel.Pointer("output"), kernel.Pointer("a"), kernel.Pointer("b"));
        var index = kernel.GlobalIndex();
        kernel.Store(output, index, kernel.Compare(op, kernel.Load(a, index, type), kernel.Load(b, index, type)));
        var pairs = (from x in edge from y in edge select (x, y)).ToArray();
        Check(kernel, op, pairs.Select(pair => (byte)(expected(pair.x, pair.y) ? 1 : 0)).ToArray(),
            new Pinned<T>([.. pairs.Select(pair => pair.x)]), new Pinned<T>([.. pairs.Select(pair => pair.y)]));
    }

    public static void Ternary<T>(Opcode op, IRType type, T[] edge, Func<T, T, T, T> expected) where T : unmanaged
    {
        var kernel = new KernelBuilder(op.ToString());
        var (output, a, b, c) = (kernel.Pointer("output"), kernel.Pointer("a"), kernel.Pointer("b"), kernel.Pointer("c"));
        var index = kernel.GlobalIndex();
        kernel.Store(output, index, kernel.Emit(op, type, kernel.Load(a, index, type), kernel.Load(b, index, type), kernel.Load(c, index, type)));
        var all = (from x in edge from y in edge from z in edge select (x, y, z)).ToArray();
        Check(kernel, op, all.Select(t => expected(t.x, t.y, t.z)).ToArray(), new Pinned<T>([.. all.Select(t => t.x)]),
            new Pinned<T>([.. all.Select(t => t.y)]), new Pinned<T>([.. all.Select(t => t.z)]));
    }

    private static void Check<T>(KernelBuilder kernel, Opcode op, T[] expected, params IPinned[] inputs) where T : unmanaged
    {
        var output = new Pinned<T>(new T[expected.Length]);
        kernel.Run(KernelBuilder.Launch(1, expected.Length), [output, .. inputs]);
        for (int index = 0; index < expected.Length; index++)
            Assert.True(Same(expected[index], output.Values[index]), $"{op} at {index}: expected {expected[index]}, got {output.Values[index]}");
    }

    private static bool Same<T>(T expected, T actual) => (expected, actual) switch
    {
        (float a, float b) => float.IsNaN(a) ? float.IsNaN(b) : BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b),
        (double a, double b) => double.IsNaN(a) ? double.IsNaN(b) : BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b),
        _ => EqualityComparer<T>.Default.Equals(expected, actual),
    };
}
