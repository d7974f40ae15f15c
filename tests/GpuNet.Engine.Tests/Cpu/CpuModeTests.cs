using ILGPU;
using ILGPU.Runtime.CPU;

namespace GpuNet.Engine.Tests.Cpu;

public sealed class CpuModeTests
{
    private static bool Debugs(Action<Context.Builder> configure)
    {
        using var context = Context.Create(builder => configure(builder.DefaultCPU()));
        return context.CreateCPUAccelerator(0).ExecutionMode == CpuExecutionMode.Debug;
    }

    [Fact]
    public void TheProgramChooses()
    {
        Assert.True(Debugs(builder => builder.CpuMode(CpuExecutionMode.Debug)));
        Assert.False(Debugs(builder => builder.Debug().CpuMode(CpuExecutionMode.Compiled)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Debugs(builder => builder.CpuMode((CpuExecutionMode)7)));
    }

    [Fact]
    public void OtherwiseTheOptimizationLevelDoes()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("GPUNET_CPU_MODE") is not null, "GPUNET_CPU_MODE decides.");

        Assert.False(Debugs(_ => { }));
        Assert.False(Debugs(builder => builder.Release()));
        Assert.True(Debugs(builder => builder.Debug()));
    }

    private static void Fill(Index1D index, ArrayView<int> view) => view[index] = index;

    [Theory]
    [InlineData(CpuExecutionMode.Compiled)]
    [InlineData(CpuExecutionMode.Debug)]
    public void BothModesRunKernels(CpuExecutionMode mode)
    {
        using var context = Context.Create(builder => builder.DefaultCPU().CpuMode(mode));
        var accelerator = context.CreateCPUAccelerator(0);
        using var buffer = accelerator.Allocate1D<int>(100_000);

        accelerator.LaunchAutoGrouped<Index1D, ArrayView<int>>(Fill, 100_000, buffer.AsContiguous());

        for (int i = 0; i < 100_000; i++)
            Assert.Equal(i, buffer.View[i]);
    }
}
