using System.Diagnostics;
using System.Runtime.CompilerServices;
using GpuNet.Runtime.Tests.Memory;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Replay;

/// <summary>
/// What replaying takes: nothing. Runs alone, as it measures the whole process.
/// </summary>
[Collection(nameof(SteadyStateTests))]
public class StepMemoryTests
{
    private const int Runs = 1_000;

    [Theory, EveryDevice]
    public void A_replayed_step_allocates_nothing(string id)
    {
        var device = OwnDevice.Create(id);
        var run = new TrainingRun(device);
        using var step = PreparedStep.Record(device, () => run.Compute());
        // The debug mode runs items as threads: that takes objects for each launch, and is the price of breakpoints. What a launch takes
        // with the ILGPU packages is theirs.
        var launchesAllocate = id == "cpu:debug" || !KernelEngine.IsEmbedded;
        if (!launchesAllocate) WarmUp(step);
        device.Synchronize();
        var memory = device.Memory.Statistics;
        var process = long.MaxValue;
        // Threads of the test host and of .NET may allocate now and then, but not as much in each of a few rounds.
        for (var round = 0; round < 3 && process >= 100 * Runs; round++)
        {
            var (before, own) = (GC.GetTotalAllocatedBytes(precise: true), GC.GetAllocatedBytesForCurrentThread());
            for (var i = 0; i < (launchesAllocate ? 10 : Runs); i++) step.Run();
            own = GC.GetAllocatedBytesForCurrentThread() - own;
            device.Synchronize();
            process = GC.GetTotalAllocatedBytes(precise: true) - before;
            Assert.Equal(memory, device.Memory.Statistics);
            if (launchesAllocate) return;
            Assert.Equal(0, own);
        }

        // One object a launch would be ten times as much.
        Assert.True(process < 100 * Runs, $"The process allocated {process:N0} bytes in {Runs:N0} steps.");
    }

    [Fact]
    public void Memory_is_flat_over_ten_thousand_steps()
    {
        var device = OwnDevice.Create();
        var run = new TrainingRun(device);
        using var step = PreparedStep.Record(device, () => run.Compute());
        step.Run();
        var (memory, heap) = (device.Memory.Statistics, GC.GetTotalMemory(forceFullCollection: true));
        // The processor of the ILGPU packages is a debugger: minutes for ten thousand.
        for (var i = 0; i < (KernelEngine.IsEmbedded ? 10_000 : Runs); i++) step.Run();
        Assert.Equal(memory, device.Memory.Statistics);
        var grown = GC.GetTotalMemory(forceFullCollection: true) - heap;
        Assert.True(grown < 50_000, $"The heap grew by {grown:N0} bytes in 10,000 steps.");
    }

    [Theory, EveryDevice]
    public void A_step_uses_its_blocks_again_as_its_code_does(string id)
    {
        var device = OwnDevice.Create(id);
        var run = new TrainingRun(device);
        run.Step();
        var reserved = device.Memory.Statistics.BytesReserved;
        using var step = PreparedStep.Record(device, () => run.Compute());
        Assert.Equal(reserved, device.Memory.Statistics.BytesReserved);
    }

    [Fact]
    public void A_disposed_step_gives_its_memory_back()
    {
        var device = OwnDevice.Create();
        var run = new TrainingRun(device);
        run.Step();
        var before = device.Memory.Statistics.BytesInUse;
        var step = PreparedStep.Record(device, () => run.Compute());
        Assert.True(device.Memory.Statistics.BytesInUse > before);
        step.Dispose();
        Assert.Equal(before, device.Memory.Statistics.BytesInUse);
    }

    [Fact]
    public void A_step_that_is_collected_gives_its_memory_back()
    {
        var device = OwnDevice.Create();
        var run = new TrainingRun(device);
        run.Step();
        var before = device.Memory.Statistics.BytesInUse;
        Lose(device, run);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Equal(before, device.Memory.Statistics.BytesInUse);
        run.Step();
    }

    /// <summary>
    /// Runs until nothing is allocated any more: code that the JIT has not optimized yet makes boxes for generics.
    /// </summary>
    private static void WarmUp(PreparedStep step)
    {
        for (var clock = Stopwatch.StartNew(); clock.Elapsed < TimeSpan.FromSeconds(20);)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 50; i++) step.Run();
            if (GC.GetAllocatedBytesForCurrentThread() == before) return;
            Thread.Sleep(20);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Lose(Device device, TrainingRun run) =>
        PreparedStep.Record(device, () => run.Compute()).Run();
}
