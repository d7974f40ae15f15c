using GpuNet.Engine.Backends.Simd;
using GpuNet.Engine.IR;
using GpuNet.Engine.Tests.Frontend;
using ILGPU;
using static GpuNet.Engine.Tests.BackendsSimd.KernelBuilder;

namespace GpuNet.Engine.Tests.BackendsSimd;

/// <summary>Atomics from many items and many threads.</summary>
public unsafe class AtomicTests
{
    [Fact]
    public void Every_kind_combines_all_items()
    {
        Check<int>(IRType.Int32, AtomicKind.Add, 5, 5 + Enumerable.Range(0, 640).Sum());
        Check<int>(IRType.Int32, AtomicKind.Min, 300, 0);
        Check<int>(IRType.Int32, AtomicKind.Max, -4, 639);
        Check<int>(IRType.Int32, AtomicKind.MinU, -1, 0);
        Check<int>(IRType.Int32, AtomicKind.MaxU, -1, -1);
        Check<int>(IRType.Int32, AtomicKind.Or, 0, 1023);
        Check<int>(IRType.Int32, AtomicKind.And, -1, 0);
        Check<int>(IRType.Int32, AtomicKind.Xor, 7, Enumerable.Range(0, 640).Aggregate(7, (a, b) => a ^ b));
        Check<long>(IRType.Int64, AtomicKind.Add, 5, 5 + Enumerable.Range(0, 640).Sum());
        Check<long>(IRType.Int64, AtomicKind.Xor, 7, Enumerable.Range(0, 640).Aggregate(7, (a, b) => a ^ b));
        Check<long>(IRType.Int64, AtomicKind.MaxU, -1, -1);
        Check<float>(IRType.Float32, AtomicKind.Add, 0.5f, 0.5f + Enumerable.Range(0, 640).Sum());
        Check<float>(IRType.Float32, AtomicKind.Max, -1, 639);
        Check<double>(IRType.Float64, AtomicKind.Add, 0.25, 0.25 + Enumerable.Range(0, 640).Sum());
        Check<double>(IRType.Float64, AtomicKind.Min, 7, 0);
    }

    private static void Check<T>(IRType type, AtomicKind kind, T start, T expected) where T : unmanaged
    {
        var kernel = new KernelBuilder();
        var target = kernel.Pointer("target");
        var index = kernel.GlobalIndex();
        Value value = type.Kind switch
        {
            ScalarKind.Int32 => index,
            ScalarKind.Int64 => kernel.Widen(index),
            _ => kernel.Emit(Opcode.SignedToFloat, type, index),
        };
        kernel.Emit(Opcode.Atomic, type, (long)kind, 0, target, value);
        var code = new SimdKernel(kernel.Program());
        var memory = new Pinned<T>([start]);
        var dimensions = Launch(10, 64);
        Parallel.For(0, 10, group =>
        {
            ulong slot = memory.Slot;
            code.RunGroups(group, group + 1, dimensions, &slot);
        });
        Assert.Equal(expected, memory.Values[0]);
    }

    [Fact]
    public void Old_values_of_a_shared_counter_are_all_different()
    {
        var kernel = new KernelBuilder();
        var output = kernel.Pointer("output");
        var shared = kernel.Shared(4);
        kernel.If(kernel.Compare(Opcode.Eq, kernel.Id(Opcode.LocalId), Int(0)), () => kernel.Store(shared, Int(0), Int(0)));
        kernel.Barrier();
        var old = kernel.Emit(Opcode.Atomic, IRType.Int32, (long)AtomicKind.Add, 0, shared, Int(1));
        kernel.Store(output, kernel.GlobalIndex(), old);
        var to = new Pinned<int>(new int[100]);
        kernel.Run(Launch(2, 50), to);
        for (int group = 0; group < 2; group++)
            Assert.Equal(Enumerable.Range(0, 50), to.Values.Skip(group * 50).Take(50).Order());
    }

    [Fact]
    public void Compare_exchange_elects_one_item()
    {
        foreach (var type in new[] { IRType.Int32, IRType.Int64, IRType.Float32 })
        {
            var kernel = new KernelBuilder();
            var (target, won) = (kernel.Pointer("target"), kernel.Pointer("won"));
            var index = kernel.GlobalIndex();
            Value mine = type == IRType.Int32 ? index : type == IRType.Int64 ? kernel.Widen(index) : kernel.Emit(Opcode.SignedToFloat, type, index);
            var free = type.IsFloat ? Constant.Float32(-1) : new Constant(type, -1);
            var old = kernel.Emit(Opcode.AtomicCompareExchange, type, target, free, mine);
            kernel.Store(won, index, kernel.Compare(Opcode.Eq, old, free));
            var start = new Pinned<byte>(type.IsFloat ? [.. BitConverter.GetBytes(-1f), 0, 0, 0, 0] : [255, 255, 255, 255, 255, 255, 255, 255]);
            var flags = new Pinned<byte>(new byte[100]);
            kernel.Run(Launch(2, 50), start, flags);
            Assert.Equal(1, flags.Values.Sum(flag => flag));
        }
    }

    [Fact]
    public void Minimum_with_a_constant_negative_zero() => KernelCheck.Items(20, LowerToNegativeZero, new float[1], new double[1]);

    private static void LowerToNegativeZero(Index1D index, ArrayView<float> floats, ArrayView<double> doubles)
    {
        Atomic.Min(ref floats[0], -0f);
        Atomic.Min(ref doubles[0], -0d);
    }
}
