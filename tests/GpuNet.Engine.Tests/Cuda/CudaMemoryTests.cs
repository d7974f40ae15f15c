using GpuNet.TestKit;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Tests.Cuda;

/// <summary>
/// Memory and copies, on a fake device that does everything as late as it may and refuses every address that is not its
/// own or not locked. What is left over at the end fails the tests, too.
/// </summary>
public sealed class CudaMemoryTests : IDisposable
{
    private readonly FakeCuda fake = new();
    private readonly CudaAccelerator accelerator;

    public CudaMemoryTests() => accelerator = CudaTestDevice.Open(fake, configure: builder => builder.Profiling());

    public void Dispose() => accelerator.Context.Dispose();

    private static int[] Numbers(int count) => [.. Enumerable.Range(1, count)];

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void New_memory_is_zeroed_with_pools_and_without(int pools)
    {
        using var other = new FakeCuda();
        other.Set("pools", pools);
        var device = CudaTestDevice.Open(other);
        using (var buffer = device.Allocate1D<int>(1000))
            Assert.Equal(new int[1000], buffer.GetAsArray1D());
        Assert.Equal(pools == 1, other.Calls("cuMemAllocFromPoolAsync") > 0);
        Assert.Equal(pools == 0, other.Calls("cuMemAlloc_v2") > 0);
        Assert.Equal(device.MemorySize, device.GetFreeMemory());
        device.Context.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    // More than the staging ring holds at once.
    [InlineData(5_000_001)]
    public void What_goes_in_comes_out(int count)
    {
        int[] data = Numbers(count);
        using var buffer = accelerator.Allocate1D(data);
        using var copy = accelerator.Allocate1D<int>(count);
        copy.CopyFrom(buffer);
        Assert.Equal(data, copy.GetAsArray1D());
    }

    [Fact]
    public void An_upload_has_read_its_source_when_it_returns()
    {
        int[] data = Numbers(3000);
        using var buffer = accelerator.Allocate1D<int>(3000);
        buffer.View.BaseView.CopyFromCPUUnsafeAsync(ref data[0], data.Length);
        Array.Clear(data);
        Assert.Equal(Numbers(3000), buffer.GetAsArray1D());
    }

    [Fact]
    public void Many_uploads_wait_for_their_pieces()
    {
        using var buffer = accelerator.Allocate1D<int>(64);
        for (int round = 0; round < 64; round++)
        {
            int value = round;
            buffer.View.SubView(round, 1).BaseView.CopyFromCPUUnsafeAsync(ref value, 1);
        }
        Assert.Equal(Enumerable.Range(0, 64), buffer.GetAsArray1D());
    }

    [Fact]
    public void Pieces_of_buffers_are_copied_and_filled()
    {
        using var buffer = accelerator.Allocate1D(Numbers(10));
        using var other = accelerator.Allocate1D<int>(10);
        buffer.View.SubView(2, 4).CopyTo(other.View.SubView(5, 4));
        other.View.SubView(0, 2).MemSet(0xFF);
        Assert.Equal([-1, -1, 0, 0, 0, 3, 4, 5, 6, 0], other.GetAsArray1D());
    }

    [Fact]
    public void Overlapping_pieces_of_a_buffer_are_copied_as_if_they_did_not()
    {
        using var buffer = accelerator.Allocate1D(Numbers(8));
        buffer.View.SubView(0, 6).CopyTo(buffer.View.SubView(2, 6));
        Assert.Equal([1, 2, 1, 2, 3, 4, 5, 6], buffer.GetAsArray1D());
        Assert.Equal(1, fake.Live("memory"));
    }

    [Fact]
    public void Page_locked_arrays_are_copied_without_staging()
    {
        using var array = accelerator.AllocatePageLocked1D<int>(100);
        Assert.Equal(1, fake.Live("registration"));
        Numbers(100).CopyTo(array.Span);
        using var buffer = accelerator.Allocate1D<int>(100);
        buffer.View.CopyFromPageLockedAsync(array);
        buffer.View.SubView(0, 50).CopyTo(buffer.View.SubView(50, 50));
        buffer.View.CopyToPageLockedAsync(array);
        Assert.Equal(0, fake.Live("host_memory"));
        accelerator.Synchronize();
        Assert.Equal([.. Numbers(50), .. Numbers(50)], array.Span.ToArray());
    }

    [Fact]
    public void Memory_that_is_locked_already_is_copied_like_any_other()
    {
        int[] data = GC.AllocateArray<int>(100, pinned: true);
        using var first = accelerator.CreatePageLockFromPinned(data);
        using var second = accelerator.CreatePageLockFromPinned(data);
        Assert.Equal(1, fake.Live("registration"));
        using var buffer = accelerator.Allocate1D(Numbers(100));
        buffer.View.CopyToPageLockedAsync(second);
        accelerator.Synchronize();
        Assert.Equal(Numbers(100), data);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(304)]
    public void Memory_that_the_system_does_not_lock_is_copied_like_any_other(int error)
    {
        fake.Fail("cuMemHostRegister_v2", error);
        using var array = accelerator.AllocatePageLocked1D<int>(100);
        fake.Recover();
        Numbers(100).CopyTo(array.Span);
        using var buffer = accelerator.Allocate1D<int>(100);
        buffer.View.CopyFromPageLockedAsync(array);
        Assert.Equal(Numbers(100), buffer.GetAsArray1D());
    }

    [Fact]
    public void A_buffer_may_be_disposed_while_work_on_it_is_queued()
    {
        var buffer = accelerator.Allocate1D(Numbers(1000));
        using var copy = accelerator.Allocate1D<int>(1000);
        copy.CopyFrom(buffer);
        buffer.Dispose();
        using var next = accelerator.Allocate1D<int>(1000);
        Assert.Equal(Numbers(1000), copy.GetAsArray1D());
    }

    [Fact]
    public void Copies_to_the_host_and_to_its_accelerators_are_done_in_order()
    {
        using var context = Context.Create(builder => builder.DefaultCPU());
        using var cpu = context.CreateCPUAccelerator(0);
        using var there = cpu.Allocate1D(Numbers(20));
        using var here = accelerator.Allocate1D<int>(20);
        there.View.BaseView.CopyTo(cpu.DefaultStream, here.View.BaseView);
        there.MemSetToZero();
        here.View.BaseView.CopyTo(accelerator.DefaultStream, there.View.BaseView);
        Assert.Equal(Numbers(20), there.GetAsArray1D());
    }

    [Fact]
    public void Devices_copy_to_each_other()
    {
        using var pair = new FakeCuda();
        pair.Set("devices", 2);
        var devices = CudaTestDevice.Devices(pair);
        using var context = Context.Create().ToContext();
        using (var first = new CudaDevice(devices.Usable[0], devices.Compiler!).CreateCudaAccelerator(context))
        using (var second = new CudaDevice(devices.Usable[1], devices.Compiler!).CreateCudaAccelerator(context))
        {
            using var source = first.Allocate1D(Numbers(30));
            using var target = second.Allocate1D<int>(30);
            source.CopyTo(target);
            Assert.Equal(Numbers(30), target.GetAsArray1D());
            Assert.True(first.CanAccessPeer(second) && !first.CanAccessPeer(accelerator));
            Assert.True(first.EnablePeerAccess(second) && first.HasPeerAccess(second));
            Assert.Equal(1, pair.Calls("cuMemPoolSetAccess"));
            Assert.True(first.DisablePeerAccess(second));
        }
        CudaTestDevice.CheckNothingIsLeft(pair);
    }

    [Fact]
    public void Forgotten_objects_are_released_by_their_finalizers_or_with_the_accelerator()
    {
        Forget(accelerator);
        for (int attempt = 0; attempt < 20 && fake.Live("memory") > 0; attempt++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.Equal(0, fake.Live("memory"));
        Forget(accelerator);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static void Forget(Accelerator accelerator)
        {
            _ = accelerator.AllocateRaw(100, 4);
            _ = accelerator.CreateStream().AddProfilingMarker();
        }
    }

    [Fact]
    public void Markers_measure_time_on_the_device()
    {
        using var start = accelerator.AddProfilingMarker();
        using var buffer = accelerator.Allocate1D<int>(1 << 20);
        buffer.MemSetToZero();
        using var end = accelerator.AddProfilingMarker();
        Assert.InRange(end - start, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.True(end.MeasureFrom(start) >= TimeSpan.Zero);
    }
}
