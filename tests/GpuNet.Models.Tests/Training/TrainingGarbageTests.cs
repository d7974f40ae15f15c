using GpuNet.Models.Data;
using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Training;

/// <summary>What a training run leaves to the collector from step to step: nothing. Runs while no other test does.</summary>
[Collection(nameof(SteadyStateTests))]
public sealed class TrainingGarbageTests
{
    // Results are read, and progress is reported, every 16 batches.
    private const int FirstStep = 16 * 4, LastStep = FirstStep + 16 * 63, Rows = 4;

    [Theory]
    [EveryDevice(Precision.Float32)]
    [InlineData("cpu", Precision.Float16)]
    public void A_thousand_steps_of_a_trainer_allocate_nothing(string deviceId, Precision precision)
    {
        var device = Device.Parse(deviceId);
        var (_, trainer) = TrainerTests.Create(device, precision: precision);
        var data = new DataLoader(Repeated(TrainerTests.Clouds(), (LastStep + 1) * Rows), Rows, device, shuffle: true);
        var meter = new Meter(device);
        // The debug mode runs items as threads, which takes objects for each launch, and what launches of the ILGPU packages take is theirs:
        // there, the device's memory has to do.
        bool launchesAllocate = deviceId == "cpu:debug" || !KernelEngine.IsEmbedded;
        for (int epoch = 0; epoch < (launchesAllocate ? 1 : 50) && meter.Allocated != 0; epoch++)
        {
            // Code that the JIT has not optimized yet makes boxes for generics: the first epochs are a warm-up.
            Thread.Sleep(100);
            trainer.Fit(data, test: null, epochs: 1, meter, cancellationToken: TestContext.Current.CancellationToken);
        }

        Assert.Equal(0, meter.DeviceAllocations);
        if (!launchesAllocate)
            Assert.Equal(0, meter.Allocated);
    }

    private static Dataset Repeated(Dataset data, int rows) => data.Subset([.. Enumerable.Range(0, rows).Select(row => row % data.Count)]);

    /// <summary>Measures between two steps of an epoch, loading, reading and reporting included.</summary>
    private sealed class Meter(Device device) : IProgress<TrainingProgress>
    {
        private long _bytes, _allocations;

        public long Allocated { get; private set; } = -1;

        public long DeviceAllocations { get; private set; }

        public void Report(TrainingProgress value)
        {
            int step = value.Samples / Rows;
            if (step == FirstStep)
                (_bytes, _allocations) = (GC.GetAllocatedBytesForCurrentThread(), device.Memory.Statistics.DeviceAllocations);
            if (step == LastStep)
            {
                Allocated = GC.GetAllocatedBytesForCurrentThread() - _bytes;
                DeviceAllocations = device.Memory.Statistics.DeviceAllocations - _allocations;
            }
        }
    }
}
