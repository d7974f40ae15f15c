using GpuNet.Engine.Drivers.Cpu;
using GpuNet.Engine.IR;
using GpuNet.Engine.Tests.Frontend;
using ILGPU;
using static GpuNet.Engine.Tests.BackendsSimd.KernelBuilder;

namespace GpuNet.Engine.Tests.BackendsSimd;

/// <summary>Barriers cut a group's items into stretches; what lives across them must survive.</summary>
public class BarrierTests
{
    private static int[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(i => (i * 7919) % 1000 - 300)];

    [Theory]
    [InlineData(1, 1), InlineData(3, 7), InlineData(5, 16), InlineData(2, 64), InlineData(3, 100)]
    public void Items_see_what_their_neighbours_stored(int groups, int items)
    {
        // shared[x] = in[i] * 2; barrier; out[i] = shared[items - 1 - x] + in[i]
        var kernel = new KernelBuilder();
        var (output, input) = (kernel.Pointer("output"), kernel.Pointer("input"));
        var shared = kernel.Shared(items * 4);
        var index = kernel.GlobalIndex();
        var local = kernel.Id(Opcode.LocalId);
        var value = kernel.Load(input, index, IRType.Int32);
        kernel.Store(shared, local, kernel.Binary(Opcode.Mul, value, Int(2)));
        kernel.Barrier();
        var mirrored = kernel.Binary(Opcode.Sub, kernel.Binary(Opcode.Sub, kernel.Id(Opcode.GroupDim), Int(1)), local);
        kernel.Store(output, index, kernel.Binary(Opcode.Add, kernel.Load(shared, mirrored, IRType.Int32), value));

        var from = new Pinned<int>(Numbers(groups * items));
        var to = new Pinned<int>(new int[groups * items]);
        kernel.Run(Launch(groups, items), to, from);
        for (int group = 0; group < groups; group++)
            for (int x = 0; x < items; x++)
                Assert.Equal(2 * from.Values[group * items + items - 1 - x] + from.Values[group * items + x], to.Values[group * items + x]);
    }

    [Theory]
    [InlineData(4, 1), InlineData(2, 8), InlineData(3, 32), InlineData(2, 256)]
    public void Tree_reduction_in_dynamic_shared_memory(int groups, int items)
    {
        var kernel = new KernelBuilder();
        var (output, input) = (kernel.Pointer("output"), kernel.Pointer("input"));
        var shared = kernel.Emit(Opcode.SharedDynamic, IRType.Pointer(AddressSpace.Shared));
        var local = kernel.Id(Opcode.LocalId);
        kernel.Store(shared, local, kernel.Load(input, kernel.GlobalIndex(), IRType.Int32));
        kernel.Barrier();
        // for (stride = dim / 2; stride > 0; stride /= 2) { if (x < stride) s[x] += s[x + stride]; barrier; }
        Block header = kernel.Block("header"), inside = kernel.Block("inside"), behind = kernel.Block("behind");
        kernel.Jump(header, kernel.Binary(Opcode.ShrU, kernel.Id(Opcode.GroupDim), Int(1)));
        var stride = header.AddParameter(IRType.Int32);
        kernel.Current = header;
        kernel.Branch(kernel.Compare(Opcode.Gt, stride, Int(0)), new Edge(inside), new Edge(behind));
        kernel.Current = inside;
        kernel.If(kernel.Compare(Opcode.Lt, local, stride), () =>
            kernel.Store(shared, local, kernel.Binary(Opcode.Add, kernel.Load(shared, local, IRType.Int32),
                kernel.Load(shared, kernel.Binary(Opcode.Add, local, stride), IRType.Int32))));
        kernel.Barrier();
        kernel.Jump(header, kernel.Binary(Opcode.ShrU, stride, Int(1)));
        kernel.Current = behind;
        kernel.If(kernel.Compare(Opcode.Eq, local, Int(0)), () =>
            kernel.Store(output, kernel.Id(Opcode.GroupId), kernel.Load(shared, Int(0), IRType.Int32)));

        var from = new Pinned<int>(Numbers(groups * items));
        var to = new Pinned<int>(new int[groups]);
        kernel.Run(Launch(groups, items, items * 4), to, from);
        for (int group = 0; group < groups; group++)
            Assert.Equal(from.Values.Skip(group * items).Take(items).Sum(), to.Values[group]);
    }

    [Theory]
    [InlineData(4), InlineData(8), InlineData(16)]
    public void Tiled_matrix_multiply_keeps_its_sums_across_barriers(int tile)
    {
        int size = tile * 3;
        var kernel = new KernelBuilder();
        var (c, a, b, n) = (kernel.Pointer("c"), kernel.Pointer("a"), kernel.Pointer("b"), kernel.Parameter(IRType.Int32, "n"));
        Value sharedA = kernel.Shared(tile * tile * 4), sharedB = kernel.Shared(tile * tile * 4);
        Value x = kernel.Id(Opcode.LocalId, 0), y = kernel.Id(Opcode.LocalId, 1);
        Value column = kernel.GlobalIndex(0), row = kernel.GlobalIndex(1);
        Value Index(Value r, Value columns, Value k) => kernel.Binary(Opcode.Add, kernel.Binary(Opcode.Mul, r, columns), k);
        var sums = kernel.For(Int(0), n, Int(tile), [Constant.Float32(0)], (k, outer) =>
        {
            kernel.Store(sharedA, Index(y, Int(tile), x), kernel.Load(a, Index(row, n, kernel.Binary(Opcode.Add, k, x)), IRType.Float32));
            kernel.Store(sharedB, Index(y, Int(tile), x), kernel.Load(b, Index(kernel.Binary(Opcode.Add, k, y), n, column), IRType.Float32));
            kernel.Barrier();
            var inner = kernel.For(Int(0), Int(tile), Int(1), [outer[0]], (i, sum) =>
                [kernel.Emit(Opcode.Fma, IRType.Float32, kernel.Load(sharedA, Index(y, Int(tile), i), IRType.Float32),
                    kernel.Load(sharedB, Index(i, Int(tile), x), IRType.Float32), sum[0])]);
            kernel.Barrier();
            return [inner[0]];
        });
        kernel.Store(c, Index(row, n, column), sums[0]);

        var random = new Random(1);
        float[] Matrix() => [.. Enumerable.Range(0, size * size).Select(_ => random.NextSingle() - 0.5f)];
        var (left, right, result) = (new Pinned<float>(Matrix()), new Pinned<float>(Matrix()), new Pinned<float>(new float[size * size]));
        kernel.Run(new LaunchDimensions(3, 3, 1, tile, tile, 1, 0), result, left, right, new Scalar(size));
        for (int i = 0; i < size; i++)
            for (int j = 0; j < size; j++)
            {
                float sum = 0;
                for (int k = 0; k < size; k++)
                    sum = MathF.FusedMultiplyAdd(left.Values[i * size + k], right.Values[k * size + j], sum);
                Assert.Equal(sum, result.Values[i * size + j]);
            }
    }

    [Fact]
    public void Private_arrays_survive_barriers()
    {
        var kernel = new KernelBuilder();
        var output = kernel.Pointer("output");
        var array = kernel.Emit(Opcode.Alloca, IRType.Pointer(AddressSpace.Private), 16, 4);
        var local = kernel.Id(Opcode.LocalId);
        var index = kernel.GlobalIndex();
        var slot = kernel.Binary(Opcode.And, local, Int(3));
        kernel.Store(array, slot, kernel.Binary(Opcode.Add, index, Int(100)));
        kernel.Barrier();
        var sum = kernel.For(Int(0), Int(4), Int(1), [Int(0)], (i, carried) => [kernel.Binary(Opcode.Add, carried[0], kernel.Load(array, i, IRType.Int32))]);
        kernel.Store(output, index, sum[0]);
        var to = new Pinned<int>(new int[3 * 20]);
        kernel.Run(Launch(3, 20), to);
        Assert.Equal(Enumerable.Range(100, 60), to.Values);
    }

    [Fact]
    public void Private_arrays_start_as_zeros_for_every_item()
    {
        var kernel = new KernelBuilder();
        var output = kernel.Pointer("output");
        var array = kernel.Emit(Opcode.Alloca, IRType.Pointer(AddressSpace.Private), 32, 4);
        var index = kernel.GlobalIndex();
        var slot = kernel.Binary(Opcode.And, index, Int(7));
        var old = kernel.Load(array, slot, IRType.Int32);
        kernel.Store(array, slot, kernel.Binary(Opcode.Add, old, Int(5)));
        kernel.Store(output, index, kernel.Load(array, kernel.Binary(Opcode.And, index, Int(3)), IRType.Int32));
        var to = new Pinned<int>(new int[64]);
        kernel.Run(Launch(4, 16), to);
        Assert.Equal(Enumerable.Range(0, 64).Select(i => (i & 4) == 0 ? 5 : 0), to.Values);
    }

    [Fact]
    public void Barriers_count_and_broadcast()
    {
        var kernel = new KernelBuilder();
        var (counts, values) = (kernel.Pointer("counts"), kernel.Pointer("values"));
        var local = kernel.Id(Opcode.LocalId);
        var index = kernel.GlobalIndex();
        var isThird = kernel.Compare(Opcode.Eq, kernel.Binary(Opcode.Rem, index, Int(3)), Int(0));
        var count = kernel.Emit(Opcode.BarrierPopCount, IRType.Int32, isThird);
        var all = kernel.Emit(Opcode.BarrierPopCount, IRType.Int32, Constant.Bool(true));
        var value = kernel.Emit(Opcode.GroupBroadcast, IRType.Int32, kernel.Binary(Opcode.Mul, index, Int(10)), Int(2));
        var place = kernel.Emit(Opcode.GroupBroadcast, IRType.Int32, local, Int(4));
        kernel.Store(counts, index, kernel.Binary(Opcode.Add, count, kernel.Binary(Opcode.Mul, all, Int(1000))));
        kernel.Store(values, index, kernel.Binary(Opcode.Add, value, place));
        var (to, broadcast) = (new Pinned<int>(new int[40]), new Pinned<int>(new int[40]));
        kernel.Run(Launch(2, 20), to, broadcast);
        for (int i = 0; i < 40; i++)
        {
            int group = i / 20;
            Assert.Equal(20_000 + Enumerable.Range(group * 20, 20).Count(n => n % 3 == 0), to.Values[i]);
            Assert.Equal((group * 20 + 2) * 10 + 4, broadcast.Values[i]);
        }
    }

    [Fact]
    public void Items_that_have_returned_take_no_part_in_later_barriers()
    {
        // if (index >= n) return; count = barrierPopCount(true); out[index] = count
        var kernel = new KernelBuilder();
        var (output, n) = (kernel.Pointer("output"), kernel.Parameter(IRType.Int32, "n"));
        var index = kernel.GlobalIndex();
        Block inside = kernel.Block("inside"), ended = kernel.Block("ended");
        kernel.Branch(kernel.Compare(Opcode.Ge, index, n), new Edge(ended), new Edge(inside));
        kernel.Current = inside;
        var shared = kernel.Shared(4);
        kernel.Emit(Opcode.Atomic, IRType.Int32, (long)AtomicKind.Exchange, 0, shared, Int(0));
        var count = kernel.Emit(Opcode.BarrierPopCount, IRType.Int32, kernel.Compare(Opcode.Ge, index, Int(0)));
        kernel.Emit(Opcode.Atomic, IRType.Int32, (long)AtomicKind.Add, 0, shared, Int(1));
        kernel.Barrier();
        kernel.Store(output, index, kernel.Binary(Opcode.Add, count, kernel.Load(shared, Int(0), IRType.Int32)));
        var to = new Pinned<int>(new int[50]);
        kernel.Run(Launch(5, 10), to, new Scalar(23));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => i < 20 ? 20 : i < 23 ? 6 : 0), to.Values);
    }

    [Fact]
    public void Uniform_loop_counters_advance_once_for_a_group()
    {
        // Both a counter and a uniform running value are loop carried around a barrier, and swapped with each other.
        var kernel = new KernelBuilder();
        var (output, n) = (kernel.Pointer("output"), kernel.Parameter(IRType.Int32, "n"));
        var index = kernel.GlobalIndex();
        var result = kernel.For(Int(0), n, Int(1), [Int(1), Int(2), Int(0)], (i, carried) =>
        {
            var sum = kernel.Binary(Opcode.Add, carried[2], kernel.Binary(Opcode.Mul, carried[0], index));
            kernel.Barrier();
            return [carried[1], kernel.Binary(Opcode.Add, carried[0], i), sum];
        });
        kernel.Store(output, index, kernel.Binary(Opcode.Add, result[2], result[1]));
        var to = new Pinned<int>(new int[24]);
        kernel.Run(Launch(2, 12), to, new Scalar(9));
        var (a, b, total) = (1, 2, 0);
        for (int i = 0; i < 9; i++)
            (a, b, total) = (b, a + i, total + a);
        Assert.Equal(Enumerable.Range(0, 24).Select(i => total * i + b), to.Values);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Items_part_behind_the_last_barrier_of_a_branch(int count)
    {
        KernelCheck.Groups((2, 1, 1), (16, 1, 1), PartInBranch, new int[32], count, 5);
        // PoCL 3.1 sends other items past it than those that leave; Oclgrind agrees with the CPU.
        KernelCheck.Run(((Action<ArrayView<int>, int, int>)PassBy).Method, KernelIndex.Explicit, [], (2, 1, 1), (16, 1, 1), [new int[32], count, 5], isExact: false);
    }

    private static void PartInBranch(ArrayView<int> y, int count, int bound)
    {
        int item = Grid.GlobalIndex.X;
        bool isEven = Grid.IdxX > 0;
        if ((count & 1) == 0)
        {
            Group.Barrier();
            if (item < 3)
            {
                for (int round = 0; round < bound; round++)
                    isEven = (Group.DimX & 1) == 0;
            }
        }
        y[item] = isEven ? 1 : 2;
    }

    private static void PassBy(ArrayView<int> y, int count, int bound)
    {
        int item = Grid.GlobalIndex.X;
        y[item] = Found(y, item, count, bound);
    }

    private static int Found(ArrayView<int> y, int item, int count, int bound)
    {
        if ((count & 1) == 0)
        {
            var shared = SharedMemory.Allocate<int>(16);
            shared[Group.IdxX] = item * bound;
            Group.Barrier();
            int other = shared[15 - Group.IdxX];
            if (other % 3 == 1)
                return other;
            y[item] = 100 + other;
        }
        return bound + y[item] + item;
    }
}
