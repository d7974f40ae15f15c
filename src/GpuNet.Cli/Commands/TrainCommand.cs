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
        var folder = RunFolder.Choose(settings.Output, Path.GetFileNameWithoutExtension(settings.Data), settings.Overwrite);
        var device = Device.Parse(settings.Device);
        var defaults = TrainDefaults.For(settings.Data);
        var training = settings.Training(defaults, device);
        if (training.WeightDecay is not null && !OptimizerCatalogue.HasWeightDecay(training.Optimizer))
            throw new UserException($"--weight-decay: the optimizer '{training.Optimizer}' knows none. Use --l2.");
        var data = DataSource.Prepare(settings.Data, settings.Target, settings.Task, settings.TestFraction, training.Seed);
        var train = data.Split.Train;
        var configuration = new RunConfiguration(
            data.Configuration, settings.Model(defaults, train.FeatureCount, train.OutputCount), training);
        if (configuration.Problem() is { } problem)
            throw new UserException($"--hidden: {problem}.");
        if (configuration.Model.BatchNorm && Math.Min(train.Count, training.BatchSize) < 2)
            throw new UserException("--batch-norm: batches of at least two rows are needed, so that there is a variance.");

        var model = ModelLoader.Create(configuration, device);
        folder.Create(configuration);
        return Train(configuration, data.Split, model, device, folder, resumes: false, settings.Summary, settings.Verbose);
    }

    private static int Resume(ResumeSettings settings)
    {
        var folder = RunFolder.Open(settings.Run);
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

        var model = ModelLoader.Create(configuration, device);
        return Train(configuration, split, model, device, folder, resumes: true, settings.Summary, settings.Verbose);
    }

    private static int Train(
        RunConfiguration configuration, Split split, Sequential model, Device device, RunFolder folder, bool resumes, bool summary,
        bool verbose)
    {
        var training = configuration.Training;
        // Batch normalization cannot train on one row, so a last batch of one is left out.
        bool dropLast = configuration.Model.BatchNorm && split.Train.Count % training.BatchSize == 1;
        var train = new DataLoader(split.Train, training.BatchSize, device, shuffle: true, training.Seed, dropLast);
        var test = new DataLoader(split.Test, Math.Max(training.BatchSize, 256), device);
        int steps = training.Epochs * ((train.RowsPerEpoch + training.BatchSize - 1) / training.BatchSize);
        var optimizer = ModelLoader.CreateOptimizer(model, training);
        var trainer = new Trainer(model, ModelLoader.LossFor(configuration.Data), optimizer)
        {
            Regularizers = ModelLoader.CreateRegularizers(training),
            Schedule = ModelLoader.CreateSchedule(training, optimizer, steps),
            SchedulesSteps = true,
            CheckpointPath = folder.Model,
            StatePath = folder.Training,
            Precision = ModelLoader.Precisions[training.Precision],
        };
        List<EpochMetrics> history = resumes ? [.. trainer.Resume(folder.Training)] : [];
        if (history.Count >= training.Epochs)
            throw new UserException($"--resume: '{folder.Path}' has had its {history.Count} epochs. Add --epochs with a higher number.");
        if (resumes)
            folder.Reopen(configuration, history);
        Console.WriteLine(
            $"{configuration.Data.Source}: {split.Train.Count} rows to train, {split.Test.Count} to test, {split.Train.FeatureCount} features. "
            + $"Model {Widths(configuration.Model)} ({model.Parameters.Sum(parameter => (long)parameter.Count):N0} parameters) "
            + $"on {device.Id}, {device.Name}.");
        if (summary)
            Console.WriteLine(ModelSummary.Of(model, [training.BatchSize, split.Train.FeatureCount], optimizer));
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
            Console.WriteLine($"Stopped after {history.Count} of {training.Epochs} epochs; the model so far is {folder.Model}. Go on with: gpunet train --resume {folder.Path}");
            throw;
        }

        WriteSummary(history, folder);
        if (verbose)
            WriteTimes();
        return 0;

        void Fit(ITrainingDisplay display) => trainer.Fit(
            train,
            test,
            training.Epochs,
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

    private static string Widths(MultilayerPerceptron model) => string.Join('-', [model.Inputs, .. model.Hidden, model.Outputs]);
}
