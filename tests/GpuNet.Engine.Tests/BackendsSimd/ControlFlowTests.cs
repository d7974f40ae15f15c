using GpuNet.Engine.Backends.Simd;
using GpuNet.Engine.Drivers.Cpu;
using GpuNet.Engine.IR;
using GpuNet.Engine.Tests.Frontend;
using ILGPU;
using static GpuNet.Engine.Tests.BackendsSimd.KernelBuilder;

namespace GpuNet.Engine.Tests.BackendsSimd;

/// <summary>Branches and loops that items take differently.</summary>
public class ControlFlowTests
{
    [Fact]
    public void Guarded_rows_end_where_the_bound_says()
    {
        var kernel = new KernelBuilder();
        var (extent, output) = (kernel.Parameter(IRType.Int32, "extent", ParameterRole.Extent), kernel.Pointer("output"));
        var index = kernel.GlobalIndex();
        kernel.If(kernel.Compare(Opcode.Lt, index, extent), () => kernel.Store(output, index, kernel.Binary(Opcode.Mul, index, index)));
        foreach (int length in new[] { 0, 1, 15, 16, 17, 63, 64, 100 })
        {
            var to = new Pinned<int>([.. Enumerable.Repeat(-1, 128)]);
            kernel.Run(Launch(4, 32), new Scalar(length), to);
            Assert.Equal(Enumerable.Range(0, 128).Select(i => i < length ? i * i : -1), to.Values);
        }
    }

    [Fact]
    public void Items_leave_a_loop_in_different_iterations()
    {
        // Collatz: while (x != 1) { x = odd ? 3x+1 : x/2; steps++; if (steps > 60) break; }
        var kernel = new KernelBuilder();
        var output = kernel.Pointer("output");
        var index = kernel.GlobalIndex();
        Block header = kernel.Block("header"), body = kernel.Block("body"), odd = kernel.Block("odd"), even = kernel.Block("even");
        Block next = kernel.Block("next"), behind = kernel.Block("behind");
        kernel.Jump(header, kernel.Binary(Opcode.Add, index, Int(1)), Int(0));
        Value x = header.AddParameter(IRType.Int32), steps = header.AddParameter(IRType.Int32);
        kernel.Current = header;
        kernel.Branch(kernel.Compare(Opcode.Ne, x, Int(1)), new Edge(body), new Edge(behind, Int(0)));
        kernel.Current = body;
        kernel.Branch(kernel.Emit(Opcode.Truncate, IRType.Int1, x), new Edge(odd), new Edge(even));
        var stepped = next.AddParameter(IRType.Int32);
        kernel.Current = odd;
        kernel.Jump(next, kernel.Binary(Opcode.Add, kernel.Binary(Opcode.Mul, x, Int(3)), Int(1)));
        kernel.Current = even;
        kernel.Jump(next, kernel.Binary(Opcode.Shr, x, Int(1)));
        kernel.Current = next;
        var counted = kernel.Binary(Opcode.Add, steps, Int(1));
        kernel.Branch(kernel.Compare(Opcode.Gt, counted, Int(60)), new Edge(behind, counted), new Edge(header, stepped, counted));
        var broken = behind.AddParameter(IRType.Int32);
        kernel.Current = behind;
        kernel.Store(output, index, kernel.Binary(Opcode.Add, kernel.Binary(Opcode.Mul, broken, Int(1000)), steps));

        int Expected(int i)
        {
            int value = i + 1, count = 0;
            while (value != 1)
            {
                value = value % 2 != 0 ? value * 3 + 1 : value / 2;
                if (count + 1 > 60)
                    return (count + 1) * 1000 + count;
                count++;
            }
            return count;
        }
        var to = new Pinned<int>(new int[200]);
        kernel.Run(Launch(4, 50), to);
        Assert.Equal(Enumerable.Range(0, 200).Select(Expected), to.Values);
    }

    [Fact]
    public void Nested_loops_with_continue_and_return()
    {
        // for i<10 { if ((i+x)%3==0) continue; for j<i { if (i*j > x) return; out[x] += j; } }
        var kernel = new KernelBuilder();
        var output = kernel.Pointer("output");
        var index = kernel.GlobalIndex();
        kernel.For(Int(0), Int(10), Int(1), [], (i, _) =>
        {
            Block skip = kernel.Block("skip"), work = kernel.Block("work"), end = kernel.Block("end");
            kernel.Branch(kernel.Compare(Opcode.Eq, kernel.Binary(Opcode.Rem, kernel.Binary(Opcode.Add, i, index), Int(3)), Int(0)), new Edge(skip), new Edge(work));
            kernel.Current = work;
            kernel.For(Int(0), i, Int(1), [], (j, _) =>
            {
                var go = kernel.Block("go");
                kernel.Branch(kernel.Compare(Opcode.Gt, kernel.Binary(Opcode.Mul, i, j), index), new Edge(end), new Edge(go));
                kernel.Current = go;
                kernel.Store(output, index, kernel.Binary(Opcode.Add, kernel.Load(output, index, IRType.Int32), j));
                return [];
            });
            kernel.Jump(skip);
            kernel.Current = skip;
            return [];
        });
        int Expected(int x)
        {
            int sum = 0;
            for (int i = 0; i < 10; i++)
            {
                if ((i + x) % 3 == 0)
                    continue;
                for (int j = 0; j < i; j++)
                {
                    if (i * j > x)
                        return sum;
                    sum += j;
                }
            }
            return sum;
        }
        var to = new Pinned<int>(new int[96]);
        kernel.Run(Launch(3, 32), to);
        Assert.Equal(Enumerable.Range(0, 96).Select(Expected), to.Values);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(1)]
    public void All_items_leave_a_loop_that_some_have_left(int bound) => KernelCheck.Groups((2, 1, 1), (16, 1, 1), LeaveTogether, new int[32], bound);

    private static void LeaveTogether(ArrayView<int> y, int bound)
    {
        int item = Grid.GlobalIndex.X, value = 3;
        bool leaves = bound > 2;
        for (int round = 0; round < (item & 3); round++)
        {
            value = bound / Group.DimX + round;
            if (leaves)
                break;
        }
        y[item] += value;
    }

    [Theory]
    [InlineData(3)]
    [InlineData(0)]
    public void Items_that_leave_a_loop_at_different_times_leave_it_differently(int rounds) =>
        KernelCheck.Groups((2, 1, 1), (16, 1, 1), LeaveForOneEnd, new int[32], rounds);

    private static void LeaveForOneEnd(ArrayView<int> y, int rounds)
    {
        int item = Grid.GlobalIndex.X, value = 3;
        for (int round = 0; round < rounds; round++)
        {
            if ((item & 7) == round)
                goto end;
        }
        value = 5;
    end:
        y[item] = value;
    }

    [Fact]
    public void Every_group_and_item_of_three_dimensions_knows_its_place()
    {
        var kernel = new KernelBuilder();
        var output = kernel.Pointer("output");
        Value linear = Int(0);
        for (int dimension = 2; dimension >= 0; dimension--)
        {
            var size = kernel.Binary(Opcode.Mul, kernel.Id(Opcode.GridDim, dimension), kernel.Id(Opcode.GroupDim, dimension));
            linear = kernel.Binary(Opcode.Add, kernel.Binary(Opcode.Mul, linear, size), kernel.GlobalIndex(dimension));
        }
        kernel.Store(output, linear, kernel.Binary(Opcode.Add, linear, kernel.Load(output, linear, IRType.Int32)));
        var dimensions = new LaunchDimensions(2, 3, 2, 17, 2, 3, 0);
        var to = new Pinned<int>(new int[2 * 17 * 3 * 2 * 2 * 3]);
        kernel.Run(dimensions, to);
        Assert.Equal(Enumerable.Range(0, to.Values.Length), to.Values);
    }

    [Fact]
    public void Stores_of_neighbouring_strides_and_gathers()
    {
        foreach (var type in new[] { IRType.Int8, IRType.Int16, IRType.Int32, IRType.Int64, IRType.Float32, IRType.Float64 })
        {
            // output[i * 3] = input[permuted i], for i % 5 != 0
            var kernel = new KernelBuilder();
            var (output, input) = (kernel.Pointer("output"), kernel.Pointer("input"));
            var index = kernel.GlobalIndex();
            kernel.If(kernel.Compare(Opcode.Ne, kernel.Binary(Opcode.Rem, index, Int(5)), Int(0)), () =>
            {
                var permuted = kernel.Binary(Opcode.RemU, kernel.Binary(Opcode.Mul, index, Int(37)), Int(100));
                kernel.Store(output, kernel.Binary(Opcode.Mul, index, Int(3)), kernel.Load(input, permuted, type));
                kernel.Store(output, kernel.Binary(Opcode.Add, kernel.Binary(Opcode.Mul, index, Int(3)), Int(1)), kernel.Load(input, index, type));
            });
            int size = type.Size;
            var from = new Pinned<byte>([.. Enumerable.Range(0, 100 * size).Select(i => (byte)(i * 31 + 7))]);
            var to = new Pinned<byte>(new byte[300 * size]);
            kernel.Run(Launch(2, 50), to, from);
            for (int i = 0; i < 100; i++)
                for (int b = 0; b < size; b++)
                {
                    Assert.Equal(i % 5 == 0 ? 0 : from.Values[i * 37 % 100 * size + b], to.Values[i * 3 * size + b]);
                    Assert.Equal(i % 5 == 0 ? 0 : from.Values[i * size + b], to.Values[(i * 3 + 1) * size + b]);
                }
        }
    }

    [Theory]
    [InlineData(1, 1), InlineData(1, 3), InlineData(2, 1), InlineData(0, 2), InlineData(-1, 1)]
    public void Strides_and_bounds_that_only_the_launch_knows(int loadStride, int storeStride)
    {
        // output[min(i, n - 1) * storeStride] = input[100 + min(i, n - 1) * loadStride] + min(i, n - 1), twice with an if between
        var kernel = new KernelBuilder();
        var (output, input) = (kernel.Pointer("output"), kernel.Pointer("input"));
        Value n = kernel.Parameter(IRType.Int32, "n"), load = kernel.Parameter(IRType.Int32, "load"), store = kernel.Parameter(IRType.Int32, "store");
        var place = kernel.Binary(Opcode.Min, kernel.GlobalIndex(), kernel.Binary(Opcode.Sub, n, Int(1)));
        var from = kernel.Binary(Opcode.Add, kernel.Binary(Opcode.Mul, place, load), Int(100));
        var to = kernel.Binary(Opcode.Mul, store, place);
        kernel.Store(output, to, kernel.Binary(Opcode.Add, kernel.Load(input, from, IRType.Int32), place));
        kernel.If(kernel.Emit(Opcode.Truncate, IRType.Int1, place), () =>
            kernel.Store(output, to, kernel.Load(input, kernel.Binary(Opcode.Add, from, Int(1)), IRType.Int32)));
        foreach (int length in new[] { 1, 16, 37, 64 })
        {
            var values = new Pinned<int>([.. Enumerable.Range(0, 300).Select(i => i * i)]);
            var results = new Pinned<int>(new int[200]);
            kernel.Run(Launch(4, 16), results, values, new Scalar(length), new Scalar((uint)loadStride), new Scalar(storeStride));
            var expected = new int[200];
            for (int i = 0; i < length; i++)
                expected[i * storeStride] = i % 2 == 0 ? values.Values[100 + i * loadStride] + i : values.Values[101 + i * loadStride];
            Assert.Equal(expected, results.Values);
        }
    }

    [Fact]
    public void A_kernel_is_compiled_when_it_first_runs_and_then_kept()
    {
        var kernel = new KernelBuilder();
        var output = kernel.Pointer("output");
        kernel.Store(output, kernel.GlobalIndex(), Int(7));
        var code = new SimdKernel(kernel.Program());
        Assert.Equal(TimeSpan.Zero, code.CompileTime);
        var results = new Pinned<int>(new int[32]);
        Launch();
        var compileTime = code.CompileTime;
        Assert.True(compileTime > TimeSpan.Zero);
        Launch();
        Assert.Equal(compileTime, code.CompileTime);
        Assert.All(results.Values, value => Assert.Equal(7, value));

        unsafe void Launch()
        {
            ulong slot = results.Slot;
            code.RunGroups(0, 2, KernelBuilder.Launch(2, 16), &slot);
        }
    }
}
