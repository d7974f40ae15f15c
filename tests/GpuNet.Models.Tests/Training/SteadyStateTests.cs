using GpuNet.Models.Data;
using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Training;

/// <summary>Measures what the whole process holds, so it runs while no other test does.</summary>
[CollectionDefinition(nameof(SteadyStateTests), DisableParallelization = true)]
[Collection(nameof(SteadyStateTests))]
public sealed class SteadyStateTests
{
    [Theory]
    [EveryDevice]
    public void Ten_thousand_steps_take_nothing_more_from_the_device_or_the_managed_heap(string deviceId)
    {
        // Debug mode runs item by item, and so does the processor of the ILGPU packages: there a tenth has to do.
        int epochs = deviceId == "cpu:debug" || !KernelEngine.IsEmbedded ? 167 : 1667;
        var device = Device.Parse(deviceId);
        var (_, trainer) = TrainerTests.Create(device);
        var data = new DataLoader(TrainerTests.Clouds(), batchSize: 16, device, shuffle: true);
        trainer.Fit(data, data, epochs: 20, cancellationToken: TestContext.Current.CancellationToken);
        long allocations = device.Memory.Statistics.DeviceAllocations;
        long inUse = device.Memory.Statistics.BytesInUse;
        long heap = GC.GetTotalMemory(forceFullCollection: true);

        trainer.Fit(data, data, epochs, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(allocations, device.Memory.Statistics.DeviceAllocations);
        // What earlier tests left to the collector may go in between.
        Assert.InRange(device.Memory.Statistics.BytesInUse, 0, inUse);
        // The history holds one small record an epoch.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - heap, long.MinValue, 100_000 + (epochs * 200));
    }
}
