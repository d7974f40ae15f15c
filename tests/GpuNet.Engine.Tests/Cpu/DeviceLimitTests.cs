using GpuNet.Engine.Tests.Runtime;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;

namespace GpuNet.Engine.Tests.Cpu;

/// <summary>A CPU device holds to the limits it was made with.</summary>
public sealed class DeviceLimitTests : IDisposable
{
    private readonly TestAccelerator test = new();

    public void Dispose() => test.Dispose();

    private static void Fill(Index1D index, ArrayView<int> view) => view[index] = 1;

    private static void FillExplicit(ArrayView<int> view) => view[Grid.IdxX] = 1;

    [Fact]
    public void GroupsMustFitTheDevice()
    {
        var small = new CPUDevice(4, 4, 2).CreateCPUAccelerator(test.Context);
        using var buffer = small.Allocate1D<int>(8);

        var refused = Assert.Throws<ArgumentOutOfRangeException>(
            () => small.Launch<ArrayView<int>>(FillExplicit, (2, 17), buffer.AsContiguous()));
        Assert.Contains("16", refused.Message, StringComparison.Ordinal);
        Assert.Contains("(17, 1, 1)", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => small.Launch<ArrayView<int>>(FillExplicit, (2, 0), buffer.AsContiguous()));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => small.LoadImplicitlyGroupedStreamKernel<Index1D, ArrayView<int>>(Fill, 17));
        Assert.Throws<NotSupportedException>(
            () => small.LoadStreamKernel<ArrayView<int>>(FillExplicit, new KernelSpecialization(17, null)));

        var limited = small.LoadStreamKernel<ArrayView<int>>(FillExplicit, new KernelSpecialization(8, null));
        Assert.Throws<ArgumentOutOfRangeException>(() => limited((1, 9), buffer.AsContiguous()));
        limited((1, 8), buffer.AsContiguous());
        Assert.Equal(1, buffer.View[0]);

        var memory = SharedMemoryConfig.RequestDynamic<byte>(small.MaxSharedMemoryPerGroup + 1);
        Assert.Contains(
            "shared memory",
            Assert.Throws<ArgumentOutOfRangeException>(
                () => small.Launch<ArrayView<int>>(FillExplicit, (1, 1, memory), buffer.AsContiguous())).Message,
            StringComparison.Ordinal);
    }
}
