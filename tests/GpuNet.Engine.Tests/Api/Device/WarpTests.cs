using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace GpuNet.Engine.Tests.Api.Device;

/// <summary>Warps of every size on the CPU, in both modes. Expectations come from the lane that a value is taken of.</summary>
public sealed class WarpTests
{
    private const int GroupSize = 32;

    private enum Kind
    {
        Index,
        Down,
        Up,
        Xor,
        Broadcast,
    }

    public static MatrixTheoryData<int, CpuExecutionMode> Warps => new MatrixTheoryData<int, CpuExecutionMode>(
        [1, 2, 4, 8, 16, 32], [CpuExecutionMode.Compiled, CpuExecutionMode.Debug]);

    private static void WithWarps(int size, CpuExecutionMode mode, Action<Accelerator> check)
    {
        using var context = Context.Create(builder => builder.CPU(new CPUDevice(size, GroupSize / size, 1)).CpuMode(mode));
        using var accelerator = context.CreateCPUAccelerator(0);
        check(accelerator);
    }

    private static T[] Run<T>(Accelerator accelerator, Delegate kernel, int groups, params object[] arguments)
        where T : unmanaged
    {
        using var results = accelerator.Allocate1D<T>(groups * GroupSize);
        accelerator.LoadKernel(kernel.Method).Launch(
            accelerator.DefaultStream, new KernelConfig(groups, GroupSize), [results.View, .. arguments]);
        accelerator.Synchronize();
        return results.GetAsArray1D();
    }

    private static void Describe(ArrayView1D<(int, int, int, bool, bool), Stride1D.Dense> results) =>
        results[Grid.GlobalIndex.X] = (Warp.WarpSize, Warp.LaneIdx, Warp.WarpIdx, Warp.IsFirstLane, Warp.IsLastLane);

    [Theory]
    [MemberData(nameof(Warps))]
    public void Items_know_their_place(int size, CpuExecutionMode mode) => WithWarps(size, mode, accelerator =>
    {
        Assert.Equal(size, accelerator.WarpSize);
        var expected = Enumerable.Range(0, 2 * GroupSize).Select(item => item % GroupSize)
            .Select(item => (size, item % size, item / size, item % size == 0, item % size == size - 1));
        Assert.Equal(expected, Run<(int, int, int, bool, bool)>(accelerator, Describe, 2));
    });

    private static void Shuffle<T>(ArrayView1D<T, Stride1D.Dense> results, ArrayView1D<T, Stride1D.Dense> values, int kind, int distance, int width)
        where T : unmanaged
    {
        var value = values[Group.IdxX];
        results[Group.IdxX] = (Kind)kind switch
        {
            Kind.Index => width == 0 ? Warp.Shuffle(value, distance) : Warp.Shuffle(value, distance, width),
            Kind.Down => width == 0 ? Warp.ShuffleDown(value, distance) : Warp.ShuffleDown(value, distance, width),
            Kind.Up => width == 0 ? Warp.ShuffleUp(value, distance) : Warp.ShuffleUp(value, distance, width),
            Kind.Xor => width == 0 ? Warp.ShuffleXor(value, distance) : Warp.ShuffleXor(value, distance, width),
            _ => Warp.Broadcast(value, distance),
        };
    }

    private static int Source(Kind kind, int item, int distance, int segment)
    {
        int first = item / segment * segment;
        return kind switch
        {
            Kind.Index or Kind.Broadcast => first + distance,
            Kind.Down => item + distance < first + segment ? item + distance : item,
            Kind.Up => item - distance >= first ? item - distance : item,
            _ => first + ((item - first) ^ distance),
        };
    }

    private static void CheckShuffles<T>(int size, CpuExecutionMode mode, Func<int, T> valueOf)
        where T : unmanaged => WithWarps(size, mode, accelerator =>
    {
        using var values = accelerator.Allocate1D(Enumerable.Range(0, GroupSize).Select(valueOf).ToArray());
        foreach (var kind in Enum.GetValues<Kind>())
        {
            foreach (int width in new[] { 0, size / 2 }.Where(width => width != 0 || kind != Kind.Broadcast).Append(0).Distinct())
            {
                int segment = width == 0 ? size : width;
                foreach (int distance in new[] { 0, 1, segment - 1 }.Where(distance => distance < segment).Distinct())
                {
                    var expected = Enumerable.Range(0, GroupSize).Select(item => valueOf(Source(kind, item, distance, kind == Kind.Broadcast ? size : segment)));
                    Assert.Equal(expected, Run<T>(accelerator, Shuffle<T>, 1, values.View, (int)kind, distance, kind == Kind.Broadcast ? 0 : width));
                }
            }
        }
    });

    [Theory]
    [MemberData(nameof(Warps))]
    public void Values_are_taken_of_other_lanes(int size, CpuExecutionMode mode) => CheckShuffles(size, mode, item => item * 3);

    [Theory]
    [InlineData(CpuExecutionMode.Compiled)]
    [InlineData(CpuExecutionMode.Debug)]
    public void Values_of_every_type(CpuExecutionMode mode)
    {
        CheckShuffles(4, mode, item => (byte)item);
        CheckShuffles(4, mode, item => (short)-item);
        CheckShuffles(4, mode, item => (long)item << 40);
        CheckShuffles(4, mode, item => item * 0.5f);
        CheckShuffles(4, mode, item => item * 0.25);
        CheckShuffles(4, mode, item => (ILGPU.Half)item);
        CheckShuffles(4, mode, item => (item, (byte)item, item * 0.5, item % 2 == 0));
    }

    private static void Reduce(ArrayView1D<int, Stride1D.Dense> results)
    {
        var shared = SharedMemory.Allocate<int>(GroupSize);
        int value = Grid.GlobalIndex.X;
        // Whole warps may part; the group meets again behind them.
        if (Warp.WarpIdx % 2 == 1 || Warp.WarpSize == GroupSize)
        {
            for (int distance = Warp.WarpSize / 2; distance > 0; distance /= 2)
                value += Warp.ShuffleXor(value, distance);
        }
        shared[Group.IdxX] = value;
        Warp.Barrier();
        value += shared[Group.IdxX / Warp.WarpSize * Warp.WarpSize];
        Group.Barrier();
        results[Grid.GlobalIndex.X] = value + shared[0];
    }

    [Theory]
    [MemberData(nameof(Warps))]
    public void Warps_part_and_the_group_meets_again(int size, CpuExecutionMode mode) => WithWarps(size, mode, accelerator =>
    {
        int[] sums = Enumerable.Range(0, 3 * GroupSize).Select(item =>
        {
            int warp = item % GroupSize / size, first = item / size * size;
            return warp % 2 == 1 || size == GroupSize ? Enumerable.Range(first, size).Sum() : item;
        }).ToArray();
        var expected = sums.Select((sum, item) => sum + sums[item / size * size] + sums[item / GroupSize * GroupSize]);
        Assert.Equal(expected, Run<int>(accelerator, Reduce, 3));
    });

    private static void EndEarly(ArrayView1D<int, Stride1D.Dense> results)
    {
        if (Group.IdxX % 4 == 3)
            return;
        results[Grid.GlobalIndex.X] = Warp.ShuffleDown(Group.IdxX, 1);
    }

    [Fact]
    public void Lanes_that_have_ended_are_not_waited_for() => WithWarps(4, CpuExecutionMode.Debug, accelerator =>
        Assert.Equal(
            Enumerable.Range(0, 2 * GroupSize).Select(item => item % 4 == 3 ? 0 : item % GroupSize + (item % 4 == 2 ? 0 : 1)),
            Run<int>(accelerator, EndEarly, 2)));

    private static void Diverge(ArrayView1D<int, Stride1D.Dense> results)
    {
        if (Group.IdxX % 2 == 0)
            Warp.Barrier();
        else
            Group.Barrier();
    }

    [Fact]
    public void Lanes_that_wait_elsewhere_are_reported() => WithWarps(4, CpuExecutionMode.Debug, accelerator =>
    {
        var exception = Assert.Throws<KernelExecutionException>(() => Run<int>(accelerator, Diverge, 1));
        Assert.Contains("waits for its warp", exception.Message, StringComparison.Ordinal);
        Assert.All(Run<int>(accelerator, Describe0, 1), value => Assert.Equal(4, value));
    });

    private static void Describe0(ArrayView1D<int, Stride1D.Dense> results) => results[Grid.GlobalIndex.X] = Warp.WarpSize;

    [Fact]
    public void Devices_have_the_warps_they_promise()
    {
        foreach (var device in CPUDevice.All)
        {
            using var context = Context.Create(builder => builder.CPU(device));
            using var accelerator = context.CreateCPUAccelerator(0);
            Assert.Equal(device.WarpSize, accelerator.WarpSize);
            Assert.All(Run<int>(accelerator, Describe0, 1), value => Assert.Equal(device.WarpSize, value));
        }
    }
}
