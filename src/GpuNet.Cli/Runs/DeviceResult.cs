using GpuNet.Models;

namespace GpuNet.Cli.Runs;

/// <summary>What a training came to on a device.</summary>
/// <param name="Device">The device.</param>
/// <param name="FirstEpoch">Seconds of the first epoch, in which kernels are compiled.</param>
/// <param name="SamplesPerSecond">The median of the other epochs' rows a second; the first one's if there are no others.</param>
/// <param name="Last">The last epoch's losses and accuracies.</param>
/// <param name="Weights">All parameters, one after the other.</param>
internal sealed record DeviceResult(Device Device, double FirstEpoch, double SamplesPerSecond, EpochMetrics Last, float[] Weights)
{
    /// <summary>Trains.</summary>
    public static DeviceResult Of(TrainingRun run, Device device, CancellationToken cancellationToken)
    {
        List<EpochMetrics> epochs = [];
        run.Fit(progress: null, epochs.Add, cancellationToken);
        double[] speeds = [.. epochs.Skip(epochs.Count > 1 ? 1 : 0).Select(epoch => epoch.SamplesPerSecond).Order()];
        return new DeviceResult(
            device,
            epochs[0].Seconds,
            (speeds[(speeds.Length - 1) / 2] + speeds[speeds.Length / 2]) / 2,
            epochs[^1],
            [.. run.Model.Parameters.SelectMany(parameter => parameter.ToArray())]);
    }
}
