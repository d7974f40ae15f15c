using GpuNet.Engine.Tests.Api;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Runtime;

/// <summary>What an accelerator says of its device, and what it counts and binds.</summary>
public sealed class AcceleratorSurfaceTests(TestAccelerators accelerators) : IClassFixture<TestAccelerators>
{
    public static TheoryData<TestDevice> Devices => new(TestDevice.Cpu, TestDevice.CpuDebug, TestDevice.OpenCl);

    [Theory]
    [MemberData(nameof(Devices))]
    public void Limits_are_those_of_the_device(TestDevice device)
    {
        var accelerator = accelerators[device];
        foreach (string limit in new[]
        {
            "Name", "MemorySize", "MaxGridSize", "MaxGroupSize", "MaxNumThreadsPerGroup", "MaxSharedMemoryPerGroup", "MaxConstantMemory",
            "WarpSize", "NumMultiprocessors", "MaxNumThreadsPerMultiprocessor", "MaxNumThreads", "Capabilities", "AcceleratorType",
        })
        {
            object? value = typeof(Accelerator).GetProperty(limit)!.GetValue(accelerator);
            Assert.Equal(typeof(ILGPU.Runtime.Device).GetProperty(limit)!.GetValue(accelerator.Device), value);
            Assert.False(value is null or 0 or 0L or "", limit);
        }
        Assert.Equal(accelerator.NumMultiprocessors * accelerator.MaxNumThreadsPerMultiprocessor, accelerator.MaxNumThreads);
        var (groups, groupSize) = accelerator.MaxNumGroupsExtent;
        Assert.InRange<int>(groups * groupSize, accelerator.NumMultiprocessors, Math.Max(accelerator.MaxNumThreads, accelerator.NumMultiprocessors * groupSize));
        using var text = new StringWriter();
        accelerator.PrintInformation(text);
        Assert.Contains(accelerator.Name, text.ToString(), StringComparison.Ordinal);
        Assert.Contains(accelerator.Name, accelerator.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Children_are_counted_until_they_are_disposed(TestDevice device)
    {
        var accelerator = accelerators[device];
        int before = accelerator.NumberChildObjects;
        using (accelerator.AllocateRaw(10, 4))
        using (accelerator.CreateStream())
            Assert.Equal(before + 2, accelerator.NumberChildObjects);
        Assert.Equal(before, accelerator.NumberChildObjects);
        accelerator.ClearCache(ClearCacheMode.Everything);
        using var buffer = accelerator.Allocate1D(new[] { 4, 5 });
        Assert.Equal([4, 5], buffer.GetAsArray1D());
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void Bindings_are_of_their_scope(TestDevice device)
    {
        var accelerator = accelerators[device];
        var outer = Accelerator.Current;
        using (accelerator.BindScoped())
        {
            Assert.Same(accelerator, Accelerator.Current);
            Assert.Equal(accelerator.AcceleratorType, Accelerator.CurrentType);
        }
        Assert.Same(outer, Accelerator.Current);
    }
}
