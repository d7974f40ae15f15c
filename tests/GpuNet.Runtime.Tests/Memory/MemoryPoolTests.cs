using System.Runtime.CompilerServices;

namespace GpuNet.Runtime.Tests.Memory;

/// <summary>
/// The pool's behaviour, on a device of the tests' own, so that tests running beside them do not count.
/// </summary>
public class MemoryPoolTests
{
    [Fact]
    public void Blocks_are_used_again()
    {
        var device = OwnDevice.Create();
        Tensor.Ones([1000], device: device).Dispose();
        var before = device.Memory.Statistics;
        for (var i = 0; i < 10; i++) Tensor.Ones([990 + i], device: device).Dispose();
        var after = device.Memory.Statistics;
        Assert.Equal(before.DeviceAllocations, after.DeviceAllocations);
        Assert.Equal(before.Rentals + 10, after.Rentals);
        Assert.Equal(before.BytesInUse, after.BytesInUse);
    }

    [Fact]
    public void Statistics_count_what_is_in_use_and_its_peak()
    {
        var device = OwnDevice.Create();
        Assert.Equal(default, device.Memory.Statistics);
        var a = Tensor.Ones([256], device: device);
        var b = Tensor.Ones([256], device: device);
        Assert.Equal(new PoolStatistics(2048, 2048, 2048, 2, 2), device.Memory.Statistics);
        a.Dispose();
        Assert.Equal(new PoolStatistics(1024, 2048, 2048, 2, 2), device.Memory.Statistics);
        device.Memory.ResetPeak();
        device.Memory.Trim();
        Assert.Equal(new PoolStatistics(1024, 1024, 1024, 2, 2), device.Memory.Statistics);
        Assert.Equal(1f, b.ToArray()[0]);
        b.Dispose();
    }

    [Fact]
    public void Running_out_of_memory_says_what_was_asked_and_what_there_is()
    {
        var device = OwnDevice.Create();
        device.Memory.Limit = 10_000;
        var kept = Tensor.Ones([1024], device: device);
        var error = Assert.Throws<DeviceOutOfMemoryException>(() => Tensor.Ones([2048], device: device));
        Assert.Equal(8192, error.BytesRequested);
        Assert.Equal(10_000 - 4096, error.BytesFree);
        Assert.Equal(4096, error.Statistics.BytesInUse);
        Assert.Contains("8,192", error.Message);
        Assert.Equal(1024, kept.ToArray().Length);
        kept.Dispose();
        Tensor.Ones([2048], device: device).Dispose();
    }

    [Fact]
    public void Blocks_in_reserve_make_room_for_other_sizes()
    {
        var device = OwnDevice.Create();
        device.Memory.Limit = 10_000;
        Tensor.Ones([2000], device: device).Dispose();
        using var other = Tensor.Ones([500], device: device);
        using var another = Tensor.Ones([1000], device: device);
        Assert.True(device.Memory.Statistics.BytesReserved <= 10_000);
    }

    [Fact]
    public void Collected_tensors_outside_any_scope_give_their_memory_back()
    {
        var device = OwnDevice.Create();
        device.Memory.Limit = 20_000;
        for (var i = 0; i < 100; i++) Lose(device);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Lose(Device device) => Tensor.Ones([1000], device: device);
    }
}
