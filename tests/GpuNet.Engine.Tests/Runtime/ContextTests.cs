using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace GpuNet.Engine.Tests.Runtime;

public sealed class ContextTests
{
    [Fact]
    public void DisposingAContextDisposesWhatLivesInIt()
    {
        var context = Context.Create(builder => builder.DefaultCPU());
        var accelerator = context.CreateCPUAccelerator(0);
        var stream = accelerator.CreateStream();
        var buffer = accelerator.Allocate1D<int>(3);
        bool announced = false;
        accelerator.Disposed += (_, _) => announced = true;

        context.Dispose();

        Assert.True(accelerator.IsDisposed);
        Assert.True(stream.IsDisposed);
        Assert.True(buffer.IsDisposed);
        Assert.True(announced);
        Assert.Equal(0, accelerator.NumberChildObjects);
        Assert.Throws<ObjectDisposedException>(() => accelerator.Allocate1D<int>(3));
        Assert.Throws<ObjectDisposedException>(() => accelerator.CreateStream());
        context.Dispose();
    }

    [Fact]
    public void SettingsReachTheContext()
    {
        using var context = Context.Create(builder => builder
            .DefaultCPU()
            .Profiling()
            .Caching(CachingMode.NoKernelCaching)
            .Math(MathMode.Fast)
            .Optimize(OptimizationLevel.O2)
            .SetExtensionProperty("answer", 42));

        Assert.True(context.Properties.EnableProfiling);
        Assert.False(context.Properties.EnableAssertions);
        Assert.Equal(CachingMode.NoKernelCaching, context.Properties.CachingMode);
        Assert.Equal(MathMode.Fast, context.Properties.MathMode);
        Assert.Equal(OptimizationLevel.O2, context.Properties.OptimizationLevel);
        Assert.Equal(42, context.Properties.GetExtensionProperty("answer", 0));
        Assert.Equal(7, context.Properties.GetExtensionProperty("question", 7));
    }

    [Fact]
    public void DefaultContextHasTheCpu()
    {
        using var context = Context.CreateDefault();

        var device = Assert.Single(context.Devices, device => device.AcceleratorType == AcceleratorType.CPU);
        Assert.Equal(CPUDevice.Default, device);
        Assert.Same(device, context.GetPreferredDevice(preferCPU: true));
        Assert.Equal(1, context.GetCPUDevices().Count);
        Assert.Equal(AcceleratorType.CPU, context.GetCPUDevices().AcceleratorType);
    }

    [Fact]
    public void MissingDevicesAreNamed()
    {
        using var context = Context.Create(_ => { });

        var missing = Assert.Throws<ArgumentOutOfRangeException>(() => context.GetCPUDevice(0));
        Assert.Contains("0 device(s) of type CPUDevice", missing.Message, StringComparison.Ordinal);
        Assert.Contains(
            "has no devices",
            Assert.Throws<NotSupportedException>(() => context.GetPreferredDevice(false)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void AcceleratorsAreAnnouncedAndBound()
    {
        using var context = Context.Create(builder => builder.CPU());
        var created = new List<Accelerator>();
        context.AcceleratorCreated += (_, accelerator) => created.Add(accelerator);

        var first = context.CreateCPUAccelerator(0);
        var second = context.CreateCPUAccelerator(1, CPUAcceleratorMode.Sequential);

        Assert.Equal([first, second], created);
        Assert.Null(Accelerator.Current);
        using (first.BindScoped())
        {
            using (second.BindScoped())
                Assert.Same(second, Accelerator.Current);
            Assert.Same(first, Accelerator.Current);
        }

        Assert.Null(Accelerator.Current);
        Assert.True(second.UsesSequentialExecution);
    }

    [Fact]
    public void ImplicitAcceleratorIsMadeOnce()
    {
        using var context = Context.Create(builder => builder.DefaultCPU());

        var accelerator = context.GetImplicitCPUAccelerator();

        Assert.Same(accelerator, context.GetImplicitCPUAccelerator());
        context.Dispose();
        Assert.True(accelerator.IsDisposed);
    }

    [Fact]
    public void DeviceKindsHaveTheirLimits()
    {
        var device = new CPUDevice(numThreadsPerWarp: 4, numWarpsPerMultiprocessor: 8, numMultiprocessors: 3);
        Assert.Equal(4, device.WarpSize);
        Assert.Equal(32, device.MaxNumThreadsPerGroup);
        Assert.Equal(96, device.NumThreads);
        Assert.Equal(5, CPUDevice.All.Length);
        Assert.Equal(CPUDevice.Nvidia, CPUDevice.GetDevice(CPUDeviceKind.Nvidia));
        Assert.Equal(1024, CPUDevice.Default.MaxNumThreadsPerGroup);
        Assert.True(CPUDevice.Default.MaxSharedMemoryPerGroup >= 64 << 10);
        Assert.Throws<ArgumentOutOfRangeException>(() => new CPUDevice(0, 1, 1));

        using var writer = new StringWriter();
        device.PrintInformation(writer);
        Assert.Contains("32", writer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ProfilingMarkersMeasureTime()
    {
        using var context = Context.Create(builder => builder.DefaultCPU().Profiling());
        var accelerator = context.CreateCPUAccelerator(0);

        using var start = accelerator.AddProfilingMarker();
        Thread.Sleep(5);
        using var end = accelerator.DefaultStream.AddProfilingMarker();
        end.Synchronize();

        Assert.InRange((end - start).TotalMilliseconds, 4, 10_000);
        Assert.Equal(end.MeasureFrom(start), end - start);
    }

    [Fact]
    public void ProfilingMustBeAskedFor()
    {
        using var context = Context.Create(builder => builder.DefaultCPU());
        var accelerator = context.CreateCPUAccelerator(0);

        var refused = Assert.Throws<NotSupportedException>(() => accelerator.AddProfilingMarker());
        Assert.Contains("Profiling()", refused.Message, StringComparison.Ordinal);
    }
}
