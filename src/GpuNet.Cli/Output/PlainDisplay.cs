using GpuNet.Models;

namespace GpuNet.Cli.Output;

/// <summary>One line an epoch: for files and pipes.</summary>
internal sealed class PlainDisplay(int epochs) : ITrainingDisplay
{
    public void Report(TrainingProgress value)
    {
        // Lines come with the end of an epoch only, so that a log stays short.
    }

    public void EpochEnded(EpochMetrics metrics)
    {
        string test = metrics.TestLoss is { } loss
            ? $"  test loss {loss:F4}{Format.Accuracy("  accuracy", metrics.TestAccuracy)}"
            : string.Empty;
        Console.WriteLine(
            $"epoch {metrics.Epoch}/{epochs}  loss {metrics.TrainLoss:F4}{Format.Accuracy("  accuracy", metrics.TrainAccuracy)}"
            + $"{test}  {metrics.SamplesPerSecond:N0} samples/s");
    }
}
