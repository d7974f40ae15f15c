using System.CommandLine;
using GpuNet.Cli.Output;
using GpuNet.Cli.Runs;
using GpuNet.Models;
using GpuNet.Models.Data;
using Spectre.Console;

namespace GpuNet.Cli.Commands;

/// <summary><c>gpunet evaluate</c>: loss and accuracy of a run's model.</summary>
internal static class EvaluateCommand
{
    private const int BatchSize = 256;

    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "The folder of a run" };
        var data = OptionOf.Text("--data", "A CSV file with targets (default: the rows the run held out)", "file");
        var device = OptionOf.Text("--device", "auto (default), cpu, opencl:0, cuda:0; see 'gpunet devices'", "device");
        var command = new Command("evaluate", "Compute loss and accuracy of a run's model.") { run, data, device };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(run), parsed.GetValue(data), parsed.GetValue(device) ?? "auto"));
        return command;
    }

    private static int Run(string runPath, string? dataPath, string deviceName)
    {
        var folder = RunFolder.Open(runPath);
        var configuration = RunConfiguration.Load(folder.Configuration);
        var device = Device.Parse(deviceName);
        var model = ModelLoader.Load(folder, configuration, device);
        var data = dataPath is null
            ? DataSource.LoadSplit(configuration.Data, configuration.Training.Seed).Test
            : DataSource.LoadAll(dataPath, configuration.Data);
        if (data.FeatureCount != configuration.Model.Inputs)
        {
            throw new DataFormatException(
                dataPath ?? configuration.Data.Source,
                $"it has {data.FeatureCount} features, the model takes {configuration.Model.Inputs}");
        }

        using var interrupt = new Interrupt();
        var evaluation = Trainer.Evaluate(
            model, ModelLoader.LossFor(configuration.Data), new DataLoader(data, BatchSize, device), interrupt.Token);
        var table = new Table().AddColumns("Rows", "Loss", "Accuracy");
        table.AddRow($"{evaluation.Count}", $"{evaluation.Loss:F4}", Format.Accuracy(evaluation.Accuracy));
        AnsiConsole.Write(table);
        return 0;
    }
}
