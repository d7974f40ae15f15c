using GpuNet.Models;
using Spectre.Console;

namespace GpuNet.Cli.Output;

/// <summary>A progress bar with loss, accuracy and speed: for terminals.</summary>
internal sealed class ProgressBarDisplay : ITrainingDisplay
{
    private readonly ProgressTask _task;

    private ProgressBarDisplay(ProgressTask task) => _task = task;

    /// <summary>Shows the bar while <paramref name="work"/> runs, on the caller's thread.</summary>
    public static void Run(Action<ITrainingDisplay> work) =>
        AnsiConsole.Progress()
            .Columns(
                new ProgressBarColumn(),
                new PercentageColumn(),
                new RemainingTimeColumn(),
                new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context => work(new ProgressBarDisplay(context.AddTask("starting"))));

    public void Report(TrainingProgress value)
    {
        _task.MaxValue = (double)value.Epochs * value.SamplesPerEpoch;
        _task.Value = ((value.Epoch - 1.0) * value.SamplesPerEpoch) + value.Samples;
        _task.Description =
            $"epoch {value.Epoch}/{value.Epochs}  loss {value.Loss:F4}{Format.Accuracy("  accuracy", value.Accuracy)}"
            + $"  {value.SamplesPerSecond:N0} samples/s";
    }

    public void EpochEnded(EpochMetrics metrics)
    {
        // The bar moves with the batches; the table at the end has the epochs' results.
    }
}
