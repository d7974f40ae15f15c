using GpuNet.Engine.IR;
using GpuNet.Engine.Tests.OpenCl;

namespace GpuNet.Engine.Tests.BackendsC;

/// <summary>Arrays, groups and atomics on the device.</summary>
public class MemoryTests
{
    private static readonly IRType I32 = IRType.Int32, F32 = IRType.Float32;

    [Fact]
    public void Private_arrays_start_zeroed_and_are_each_items_own()
    {
        var text = new KernelText("privates");
        var target = text.View("target");
        var array = text.Op(Opcode.Alloca, IRType.Pointer(AddressSpace.Private), new Immediates(16, 4));
        var item = text.LocalId();
        var slot = text.Long(text.Op(Opcode.And, I32, item, Constant.Int32(3)));
        text.Store(text.At(array, slot, 4), item);
        var sum = text.Load(I32, text.At(array, Constant.Int64(0), 4));
        for (int index = 1; index < 4; index++)
            sum = (Instruction)text.Add(sum, text.Load(I32, text.At(array, Constant.Int64(index), 4)));
        text.Store(text.At(target, text.Long(item), 4), sum);
        var results = new int[64];
        ClTestDevice.Required().Run(text.Program(), 64, results);
        Assert.Equal(Enumerable.Range(0, 64), results);
    }

    [Fact]
    public void One_array_may_be_read_as_other_types_and_at_odd_fields()
    {
        // struct { int a; float b; byte c; } of 12 bytes, written whole, read back by bits.
        var text = new KernelText("structs");
        var target = text.View("target");
        var array = text.Op(Opcode.Alloca, IRType.Pointer(AddressSpace.Private), new Immediates(24, 4));
        var item = text.LocalId();
        var one = Constant.Int64(1);
        text.Store(text.At(array, one, 12), item);
        text.Store(text.At(array, one, 12, 4), text.Op(Opcode.SignedToFloat, F32, item));
        text.Store(text.At(array, one, 12, 8), text.Op(Opcode.Truncate, IRType.Int8, item));
        var bits = text.Load(I32, text.At(array, one, 12, 4));
        var low = text.Op(Opcode.ZeroExtend, I32, text.Load(IRType.Int8, text.At(array, one, 12, 8)));
        text.Store(text.At(target, text.Long(item), 4), text.Add(bits, text.Add(low, text.Load(I32, text.At(array, one, 12)))));
        var results = new int[10];
        ClTestDevice.Required().Run(text.Program(), 10, results);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => BitConverter.SingleToInt32Bits(i) + 2 * i), results);
    }

    [Fact]
    public void One_buffer_may_hold_two_types_in_any_order()
    {
        // Compilers may think that an int and a float never share a place: then the loads would move over the stores.
        var text = new KernelText("shared_place");
        Value data = text.View("data"), places = text.View("places"), target = text.View("target");
        var i = text.Long(text.LocalId());
        var first = text.Long(text.Load(I32, text.At(places, i, 4)));
        var second = text.Long(text.Load(I32, text.At(places, i, 4, 16)));
        text.Store(text.At(data, first, 4), Constant.Float32(1));
        var seen = text.Load(I32, text.At(data, second, 4));
        text.Store(text.At(data, first, 4), Constant.Int32(7));
        var again = text.Load(F32, text.At(data, second, 4));
        text.Store(text.At(target, i, 4), text.Op(Opcode.Xor, I32, seen, text.Op(Opcode.Bitcast, I32, again)));
        var results = new int[4];
        ClTestDevice.Required().Run(text.Program(), 4, new int[4], (int[])[0, 1, 2, 3, 0, 1, 2, 3], results);
        Assert.All(results, result => Assert.Equal(BitConverter.SingleToInt32Bits(1) ^ 7, result));
    }

    [Fact]
    public void Bools_are_bytes_in_memory_and_as_arguments()
    {
        var text = new KernelText("bools");
        Value source = text.View("source"), target = text.View("target"), flip = text.Scalar(IRType.Int1, "flip");
        var i = text.Long(text.LocalId());
        var value = text.Load(IRType.Int1, text.At(source, i, 1));
        text.Store(text.At(target, i, 1), text.Op(Opcode.Xor, IRType.Int1, value, flip));
        byte[] flags = [0, 1, 1, 0], results = new byte[4];
        ClTestDevice.Required().Run(text.Program(), 4, flags, results, true);
        Assert.Equal([1, 0, 0, 1], results);
        ClTestDevice.Required().Run(text.Program(), 4, flags, results, false);
        Assert.Equal(flags, results);
    }

    [Fact]
    public void A_load_stays_before_the_store_that_would_change_it()
    {
        // old = a[i]; a[i] = 0; b[i] = old
        var text = new KernelText("order");
        Value a = text.View("a"), b = text.View("b");
        var i = text.Long(text.LocalId());
        var old = text.Load(I32, text.At(a, i, 4));
        text.Store(text.At(a, i, 4), Constant.Int32(0));
        text.Store(text.At(b, i, 4), old);
        int[] first = [1, 2, 3], second = new int[3];
        ClTestDevice.Required().Run(text.Program(), 3, first, second);
        Assert.Equal([1, 2, 3], second);
        Assert.Equal([0, 0, 0], first);
    }

    [Fact]
    public void Barriers_count_votes_and_broadcast_again_and_again()
    {
        const int items = 24;
        var text = new KernelText("group");
        Value target = text.View("target"), item = text.LocalId(), total = Constant.Int32(0);
        for (int round = 1; round <= 4; round++)
        {
            var vote = text.Op(Opcode.Lt, IRType.Int1, item, Constant.Int32(round * 5));
            total = text.Add(total, text.Op(Opcode.BarrierPopCount, I32, vote));
            total = text.Add(total, text.Op(Opcode.GroupBroadcast, I32, text.Mul(item, Constant.Int32(100)), Constant.Int32(round)));
        }
        text.Store(text.At(target, text.Long(item), 4), total);
        var results = new int[items];
        ClTestDevice.Required().Run(text.Program(), items, results);
        Assert.All(results, result => Assert.Equal(5 + 10 + 15 + 20 + 100 + 200 + 300 + 400, result));
    }

    [Fact]
    public void Work_items_know_their_place_in_three_dimensions()
    {
        var text = new KernelText("place");
        var target = text.View("target");
        Value index = Constant.Int32(0);
        for (int dimension = 2; dimension >= 0; dimension--)
        {
            var extent = text.Mul(text.Item(Opcode.GridDim, dimension), text.Item(Opcode.GroupDim, dimension));
            index = text.Add(text.Mul(index, extent), text.GlobalId(dimension));
        }
        var group = text.Add(text.Mul(text.Item(Opcode.GroupId, 2), Constant.Int32(100)), text.Add(text.Mul(text.Item(Opcode.GroupId, 1), Constant.Int32(10)), text.Item(Opcode.GroupId)));
        text.Store(text.At(target, text.Long(index), 4), group);
        var placed = new int[2 * 2 * 3 * 1 * 2 * 4];
        ClTestDevice.Required().Run(text.Program(), (2, 3, 2), (2, 1, 4), 0, placed);
        for (int z = 0; z < 8; z++)
            for (int y = 0; y < 3; y++)
                for (int x = 0; x < 4; x++)
                    Assert.Equal(z / 4 * 100 + y * 10 + x / 2, placed[(z * 3 + y) * 4 + x]);
    }

    [Theory]
    [InlineData(AtomicKind.Add)]
    [InlineData(AtomicKind.Min)]
    [InlineData(AtomicKind.Max)]
    [InlineData(AtomicKind.MinU)]
    [InlineData(AtomicKind.MaxU)]
    [InlineData(AtomicKind.And)]
    [InlineData(AtomicKind.Or)]
    [InlineData(AtomicKind.Xor)]
    [InlineData(AtomicKind.Exchange)]
    internal void Integer_atomics_combine_and_return_the_old_value(AtomicKind kind)
    {
        int[] values = [5, -3, 9];
        Assert.Equal(values.Select(value => Combine(kind, 6, value)), RunAtomic(kind, I32, 6, values));
        var device = ClTestDevice.Required();
        if (device.Facts.HasInt64Atomics)
            Assert.Equal(values.Select(value => Combine(kind, 6, value)), RunAtomic(kind, IRType.Int64, 6, values.Select(value => (long)value).ToArray()).Select(value => (int)value));
    }

    [Theory]
    [InlineData(AtomicKind.Add, 6 + 2.5f)]
    [InlineData(AtomicKind.Min, 2.5f)]
    [InlineData(AtomicKind.Max, 6f)]
    [InlineData(AtomicKind.Exchange, 2.5f)]
    internal void Float_atomics_combine_by_compare_and_swap(AtomicKind kind, float expected)
    {
        Assert.Equal([expected], RunAtomic(kind, F32, 6f, [2.5f]));
        if (ClTestDevice.Required().Facts.HasInt64Atomics)
            Assert.Equal([(double)expected], RunAtomic(kind, IRType.Float64, 6.0, [2.5]));
    }

    [Fact]
    public void Compare_exchange_stores_only_what_was_expected()
    {
        var text = new KernelText("cas");
        Value place = text.View("place"), olds = text.View("olds");
        var i = text.Long(text.LocalId());
        var old = text.Op(Opcode.AtomicCompareExchange, F32, text.At(place, i, 4), Constant.Float32(1), Constant.Float32(7));
        text.Store(text.At(olds, i, 4), old);
        float[] values = [1, 2, 1], seen = new float[3];
        ClTestDevice.Required().Run(text.Program(), 3, values, seen);
        Assert.Equal([7f, 2f, 7f], values);
        Assert.Equal([1f, 2f, 1f], seen);
    }

    /// <summary>Each item combines its value into a cell of its own, in global memory; returns the cells, having checked the old values.</summary>
    private static T[] RunAtomic<T>(AtomicKind kind, IRType type, T start, T[] values)
        where T : unmanaged
    {
        var text = new KernelText("atomic");
        Value cells = text.View("cells"), operands = text.View("operands"), olds = text.View("olds");
        var i = text.Long(text.LocalId());
        var operand = text.Load(type, text.At(operands, i, type.Size));
        var old = text.Op(Opcode.Atomic, type, new Immediates((long)kind, 0), text.At(cells, i, type.Size), operand);
        text.Store(text.At(olds, i, type.Size), old);
        T[] results = [.. values.Select(_ => start)], before = new T[values.Length];
        ClTestDevice.Required().Run(text.Program(), values.Length, results, values, before);
        Assert.All(before, value => Assert.Equal(start, value));
        return results;
    }

    private static int Combine(AtomicKind kind, int a, int b) => kind switch
    {
        AtomicKind.Add => a + b,
        AtomicKind.Min => Math.Min(a, b),
        AtomicKind.Max => Math.Max(a, b),
        AtomicKind.MinU => (int)Math.Min((uint)a, (uint)b),
        AtomicKind.MaxU => (int)Math.Max((uint)a, (uint)b),
        AtomicKind.And => a & b,
        AtomicKind.Or => a | b,
        AtomicKind.Xor => a ^ b,
        _ => b,
    };
}
