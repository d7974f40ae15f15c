using System.Diagnostics;
using GpuNet.Engine.Drivers.Cpu;
using ILGPU;
using ILGPU.Runtime;
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

    private static void Tell(Index1D index, ArrayView<int> view)
    {
        Interop.WriteLine("{1} of {0}", view.IntLength, index.X);
        Interop.Write(".");
        view[index] = index;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void CompiledKernelsWriteWhereTheContextEnablesIt(bool enabled)
    {
        using var context = Context.Create(builder =>
        {
            builder.DefaultCPU().CpuMode(CpuExecutionMode.Compiled);
            if (enabled)
                builder.IOOperations();
        });
        var accelerator = context.CreateCPUAccelerator(0);
        using var buffer = accelerator.Allocate1D<int>(2);
        var console = Console.Out;
        using var output = new StringWriter { NewLine = "\n" };
        Console.SetOut(output);
        try
        {
            accelerator.LaunchAutoGrouped<Index1D, ArrayView<int>>(Tell, 2, buffer.AsContiguous());
        }
        finally
        {
            Console.SetOut(console);
        }

        Assert.Equal(enabled ? "0 of 2\n.1 of 2\n." : "", output.ToString());
        Assert.Equal([0, 1], buffer.GetAsArray1D());
    }

    private static void Demand(Index1D index, ArrayView<int> view) => Trace.Assert(view[index] == 0, "the view is not empty");

    [Fact]
    public void CompiledKernelsAssertWhereTheContextEnablesIt()
    {
        using var context = Context.Create(builder => builder.DefaultCPU().Assertions().CpuMode(CpuExecutionMode.Compiled));
        var accelerator = context.CreateCPUAccelerator(0);
        using var buffer = accelerator.Allocate1D([1]);

        var exception = Assert.Throws<KernelExecutionException>(() =>
            accelerator.LaunchAutoGrouped<Index1D, ArrayView<int>>(Demand, 1, buffer.AsContiguous()));

        Assert.Contains("the view is not empty", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TheEnvironmentIsChecked()
    {
        Assert.Null(CpuExecutionModes.Parse(null));
        Assert.Equal(CpuExecutionMode.Debug, CpuExecutionModes.Parse("Debug"));
        Assert.Equal(CpuExecutionMode.Compiled, CpuExecutionModes.Parse("compiled"));
        Assert.Contains(
            "GPUNET_CPU_MODE is 'fast'",
            Assert.Throws<NotSupportedException>(() => CpuExecutionModes.Parse("fast")).Message,
            StringComparison.Ordinal);
        Assert.Equal(3, WorkerPool.ParseThreadCount("3"));
        Assert.Equal(Environment.ProcessorCount, WorkerPool.ParseThreadCount(""));
        Assert.Contains(
            "GPUNET_THREADS is '0'",
            Assert.Throws<NotSupportedException>(() => WorkerPool.ParseThreadCount("0")).Message,
            StringComparison.Ordinal);
    }

    private static void SumThroughSharedMemory(ArrayView<int> input, ArrayView<int> output)
    {
        var shared = SharedMemory.Allocate<int>(16);
        shared[Group.IdxX] = input[Grid.IdxX * 16 + Group.IdxX];
        Group.Barrier();
        if (Group.IdxX == 0)
        {
            int sum = 0;
            for (int i = 0; i < 16; i++)
                sum += shared[i];
            output[Grid.IdxX] = sum;
        }
    }

    [Theory]
    [InlineData(CpuExecutionMode.Compiled, 200)]
    [InlineData(CpuExecutionMode.Debug, 3)]
    public void ThreadsOfTheHostLaunchAtOnce(CpuExecutionMode mode, int launches)
    {
        using var context = Context.Create(builder => builder.DefaultCPU().CpuMode(mode));
        var accelerator = context.CreateCPUAccelerator(0);
        var kernel = accelerator.LoadKernel<ArrayView<int>, ArrayView<int>>(SumThroughSharedMemory);

        Parallel.For(0, 4, thread =>
        {
            using var stream = accelerator.CreateStream();
            using var input = accelerator.Allocate1D<int>(16 * 8);
            using var output = accelerator.Allocate1D<int>(8);
            for (int launch = 0; launch < launches; launch++)
            {
                for (int i = 0; i < 16 * 8; i++)
                    input.View[i] = i + thread + launch;
                kernel(stream, (8, 16), input.AsContiguous(), output.AsContiguous());
                for (int group = 0; group < 8; group++)
                    Assert.Equal((16 * group * 16) + 120 + (16 * (thread + launch)), output.View[group]);
            }
        });
    }
}
