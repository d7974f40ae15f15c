using GpuNet.Engine.Backends.Simd;
using GpuNet.Engine.IR;
using static GpuNet.Engine.Tests.BackendsSimd.KernelBuilder;

namespace GpuNet.Engine.Tests.BackendsSimd;

/// <summary>Stores past the caches: the same bytes as ordinary ones, wherever views start and end.</summary>
public class StreamedStoresTests
{
    private const int Room = 160;

    public static MatrixTheoryData<int, int> Places => new([0, 1, 15, 16, 17, 31, 32, 33, 127, 128], [0, 1, 4, 15, 16, 17]);

    [Theory]
    [MemberData(nameof(Places))]
    public void Any_length_at_any_place_is_written_and_nothing_else(int length, int start)
    {
        var (program, stored) = Doubling(IRType.Float32);
        Assert.Equal(4, stored.BytesPerItem);
        var x = new Pinned<float>([.. Enumerable.Range(0, Room).Select(i => i + 0.5f)]);
        foreach (int lanes in LaneCounts)
        {
            var y = new Pinned<float>([.. Enumerable.Repeat(-1f, Room)]);
            Stream(program, lanes, new Scalar(length), x, new Scalar((long)y.Slot + start * sizeof(float)));
            Assert.Equal(Enumerable.Range(0, Room).Select(i => i >= start && i < start + length ? (i - start + 0.5f) * 2 : -1f), y.Values);
        }
    }

    [Fact]
    public void Elements_of_eight_bytes_fill_two_vectors()
    {
        var (program, stored) = Doubling(IRType.Float64);
        Assert.Equal(8, stored.BytesPerItem);
        var x = new Pinned<double>([.. Enumerable.Range(0, Room).Select(i => i + 0.25)]);
        foreach (int lanes in LaneCounts)
        {
            foreach (int start in new[] { 0, 1, 3, 8 })
            {
                var y = new Pinned<double>([.. Enumerable.Repeat(-1d, Room)]);
                Stream(program, lanes, new Scalar(101), x, new Scalar((long)y.Slot + start * sizeof(double)));
                Assert.Equal(Enumerable.Range(0, Room).Select(i => i >= start && i < start + 101 ? (i - start + 0.25) * 2 : -1d), y.Values);
            }
        }
    }

    [Fact]
    public void Buffers_that_are_read_are_not_streamed_to()
    {
        var kernel = new KernelBuilder();
        FunctionParameter x = kernel.Pointer("x"), y = kernel.Pointer("y");
        var index = kernel.GlobalIndex();
        kernel.Store(y, index, kernel.Binary(Opcode.Add, kernel.Load(y, index, IRType.Float32), kernel.Load(x, index, IRType.Float32)));
        Assert.False(new StreamedStores(FusedIndex.Of(kernel.Program())!.Body).Any);
    }

    [Fact]
    public void Stores_in_loops_are_not_streamed()
    {
        var kernel = new KernelBuilder();
        var y = kernel.Pointer("y");
        var index = kernel.GlobalIndex();
        kernel.For(Int(0), Int(100), Int(1), [], (row, _) =>
        {
            kernel.Store(y, kernel.Binary(Opcode.Add, kernel.Binary(Opcode.Mul, row, Int(1000)), index), row);
            return [];
        });
        Assert.False(new StreamedStores(FusedIndex.Of(kernel.Program())!.Body).Any);
    }

    [Fact]
    public void The_last_level_cache_has_a_size() => Assert.InRange(LastLevelCache.Bytes, 1 << 18, 1L << 34);

    /// <summary>if (i &lt; extent) y[i] = x[i] + x[i].</summary>
    private static (KernelProgram Program, StreamedStores Stored) Doubling(IRType type)
    {
        var kernel = new KernelBuilder();
        var extent = kernel.Parameter(IRType.Int32, "extent", ParameterRole.Extent);
        FunctionParameter x = kernel.Pointer("x"), y = kernel.Pointer("y");
        var index = kernel.GlobalIndex();
        kernel.If(kernel.Compare(Opcode.Lt, index, extent), () =>
        {
            var value = kernel.Load(x, index, type);
            kernel.Store(y, index, kernel.Binary(Opcode.Add, value, value));
        });
        var program = kernel.Program();
        return (program, new StreamedStores(FusedIndex.Of(program)!.Body));
    }

    private static unsafe void Stream(KernelProgram program, int lanes, params IPinned[] arguments)
    {
        Span<ulong> slots = [.. arguments.Select(argument => argument.Slot)];
        fixed (ulong* pointer = slots)
            new SimdKernel(program, lanes, leastStreamedBytes: 0).RunGroups(0, 4, Launch(4, 32), pointer);
        GC.KeepAlive(arguments);
    }
}
