using System.CommandLine;
using System.Diagnostics;
using GpuNet.Cli.Output;
using GpuNet.Cli.Runs;
using GpuNet.Models;
using GpuNet.Models.Data;
using Spectre.Console;
#if EMBEDDED_ENGINE
using GpuNet.Engine;
#endif

namespace GpuNet.Cli.Commands;

/// <summary><c>gpunet train</c>: trains a multilayer perceptron and leaves a run folder.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        var options = new TrainOptions();
        var command = new Command("train", "Train a multilayer perceptron on the bundled digits, Fashion-MNIST or a CSV file.");
        options.AddTo(command);
        command.SetAction(parsed => options.ReadResume(parsed) is { } resume ? Resume(resume) : Run(options.Read(parsed)));
        return command;
    }

    private static int Run(TrainSettings settings)
    {
        var folder = RunFolder.Choose(settings.Output, Path.GetFileNameWithoutExtension(settings.Run.Data), settings.Overwrite);
        var device = Device.Parse(settings.Device);
        var (configuration, split) = TrainingRun.Prepare(settings.Run, device);
        var run = new TrainingRun(configuration, split, device, folder);
        using var hold = folder.Create(configuration);
        return Train(run, [], configuration, device, folder, settings.Summary, settings.Verbose);
    }

    private static int Resume(ResumeSettings settings)
    {
        var folder = RunFolder.Open(settings.Run);
        using var hold = folder.Hold();
        if (!File.Exists(folder.Training))
            throw new UserException($"--resume: '{settings.Run}' has no training.safetensors: not one epoch was finished. Start it again.");
        var configuration = RunConfiguration.Load(folder.Configuration);
        var device = Device.Parse(settings.Device ?? configuration.Training.Device);
        configuration = configuration with
        {
            Training = configuration.Training with { Device = device.Id, Epochs = settings.Epochs ?? configuration.Training.Epochs },
        };
        var split = DataSource.LoadSplit(configuration.Data, configuration.Training.Seed);
        if (split.Train.FeatureCount != configuration.Model.Inputs)
        {
            throw new DataFormatException(
                configuration.Data.Source, $"it has {split.Train.FeatureCount} features now, the model takes {configuration.Model.Inputs}");
        }

        var run = new TrainingRun(configuration, split, device, folder);
        var history = run.Trainer.Resume(folder.Training);
        if (history.Count >= configuration.Training.Epochs)
            throw new UserException($"--resume: '{folder.Path}' has had its {history.Count} epochs. Add --epochs with a higher number.");
        folder.Reopen(configuration, history);
        return Train(run, [.. history], configuration, device, folder, settings.Summary, settings.Verbose);
    }

    private static int Train(
        TrainingRun run, List<EpochMetrics> history, RunConfiguration configuration, Device device, RunFolder folder, bool summary,
        bool verbose)
    {
        var training = configuration.Training;
        Console.WriteLine($"{run.Description} on {device.Id}, {device.Name}.");
        if (summary)
            Console.WriteLine(ModelSummary.Of(run.Model, [training.BatchSize, configuration.Model.Inputs], run.Optimizer));
        using var interrupt = new Interrupt();
        try
        {
            if (AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected)
                ProgressBarDisplay.Run(Fit);
            else
                Fit(new PlainDisplay(training.Epochs));
        }
        catch (OperationCanceledException)
        {
            string next = history.Count > 0 ? $"Go on with: gpunet train --resume {folder.Path}" : "There is no whole epoch to go on after.";
            Console.WriteLine($"Stopped after {history.Count} of {training.Epochs} epochs; the model so far is {folder.Model}. {next}");
            throw;
        }

        WriteSummary(history, folder);
        if (verbose)
            WriteTimes();
        return 0;

        void Fit(ITrainingDisplay display) => run.Fit(
            display,
            metrics =>
            {
                history.Add(metrics);
                folder.Append(metrics);
                display.EpochEnded(metrics);
            },
            interrupt.Token);
    }

    private static void WriteSummary(List<EpochMetrics> history, RunFolder folder)
    {
        var last = history[^1];
        var table = new Table().AddColumns("", "Loss", "Accuracy");
        table.AddRow("train", $"{last.TrainLoss:F4}", Format.Accuracy(last.TrainAccuracy));
        table.AddRow("test", $"{last.TestLoss:F4}", Format.Accuracy(last.TestAccuracy));
        AnsiConsole.Write(table);
        double seconds = history.Sum(metrics => metrics.Seconds);
        Console.WriteLine(
            $"{history.Count} epochs in {seconds:F2} s of training ({seconds / history.Count:F3} s an epoch). "
            + $"Configuration, metrics and model: {folder.Path}");
    }

    private static void WriteTimes()
    {
#if EMBEDDED_ENGINE
        Console.WriteLine($"{KernelCompilation.Kernels} kernels compiled in {KernelCompilation.Time.TotalSeconds:F2} s.");
#endif
        using var process = Process.GetCurrentProcess();
        Console.WriteLine($"{(DateTime.Now - process.StartTime).TotalSeconds:F2} s since the process started.");
    }
}
