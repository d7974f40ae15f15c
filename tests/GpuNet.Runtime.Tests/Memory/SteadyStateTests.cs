using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Memory;

/// <summary>What a long training run keeps: nothing. Runs alone, as it measures the whole process.</summary>
[CollectionDefinition(nameof(SteadyStateTests), DisableParallelization = true)]
[Collection(nameof(SteadyStateTests))]
public class SteadyStateTests
{
    [Theory, EveryDevice]
    public void A_steady_training_step_takes_nothing_from_the_device(string id)
    {
        var device = OwnDevice.Create(id);
        var run = new TrainingRun(device);
        for (var i = 0; i < 3; i++) run.Step();
        var before = device.Memory.Statistics;
        for (var i = 0; i < 50; i++) run.Step();
        var after = device.Memory.Statistics;
        Assert.Equal(before.DeviceAllocations, after.DeviceAllocations);
        Assert.Equal(before.BytesInUse, after.BytesInUse);
        Assert.Equal(before.BytesReserved, after.BytesReserved);
        Assert.Equal(before.PeakBytesInUse, after.PeakBytesInUse);
    }

    [Fact]
    public void A_steady_training_step_leaves_nothing_on_the_managed_heap()
    {
        var run = new TrainingRun(OwnDevice.Create());
        for (var i = 0; i < 100; i++) run.Step();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 1000; i++) run.Step();
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        // A step that kept one tensor would leave 100,000 bytes and more.
        Assert.True(grown < 50_000, $"The heap grew by {grown:N0} bytes in 1,000 steps.");
    }

    [Fact]
    public void A_steady_training_step_makes_little_work_for_the_collector()
    {
        Assert.SkipUnless(KernelEngine.IsEmbedded, "What a launch allocates with the ILGPU packages is theirs.");
        var run = new TrainingRun(OwnDevice.Create());
        for (var i = 0; i < 100; i++) run.Step();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) run.Step();
        var perStep = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
        // Handles and tape nodes only: no arrays, no boxes, nothing that grows with the data.
        Assert.True(perStep < 6_500, $"A step allocates {perStep:N0} bytes.");
    }
}
