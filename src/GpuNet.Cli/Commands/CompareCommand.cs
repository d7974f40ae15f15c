using System.CommandLine;
using GpuNet.Cli.Output;
using GpuNet.Cli.Runs;
using Spectre.Console;

namespace GpuNet.Cli.Commands;

/// <summary><c>gpunet compare</c>: the same training on several devices, speed and numbers side by side.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var options = new RunOptions();
        var devices = OptionOf.Text(
            "--devices", "Names between commas, such as cpu,opencl:0 (default: all that 'gpunet devices' says are usable)", "devices");
        var command = new Command("compare", "Train the same model from the same seed on several devices; compare speed and numbers.")
        {
            devices,
        };
        options.AddTo(command);
        command.SetAction(parsed => Run(options.Read(parsed), parsed.GetValue(devices)));
        return command;
    }

    private static int Run(RunSettings settings, string? names)
    {
        string[] ids = names?.Split(',', StringSplitOptions.TrimEntries)
            ?? [.. Device.All.Where(device => device.IsUsable).Select(device => device.Id)];
        Device[] devices = [.. ids.Select(Device.Parse)];
        var (configuration, split) = TrainingRun.Prepare(settings, devices[0]);
        using var interrupt = new Interrupt();
        List<DeviceResult> results = [];
        foreach (var device in devices)
        {
            var run = new TrainingRun(configuration, split, device);
            if (results.Count == 0)
                Console.WriteLine($"{run.Description}, {configuration.Training.Epochs} epochs on each device.");
            Console.WriteLine($"{device.Id}, {device.Name} ...");
            results.Add(DeviceResult.Of(run, device, interrupt.Token));
        }

        var table = new Table().AddColumns("Device", "First epoch", "Samples/s", "Speed", "Train loss", "Test loss", "Test accuracy", "Weights");
        foreach (var result in results)
        {
            table.AddRow(
                result.Device.Id,
                $"{result.FirstEpoch:F3} s",
                $"{result.SamplesPerSecond:N0}",
                $"{result.SamplesPerSecond / results[0].SamplesPerSecond:F2}",
                $"{result.Last.TrainLoss:F6}",
                $"{result.Last.TestLoss:F6}",
                Format.Accuracy(result.Last.TestAccuracy),
                result == results[0] ? "-" : Difference(results[0].Weights, result.Weights));
        }

        AnsiConsole.Write(table);
        Console.WriteLine(
            $"Speed and weights are against {results[0].Device.Id}. The first epoch includes compiling kernels; samples/s is the later ones' median.");
        return 0;
    }

    private static string Difference(float[] expected, float[] actual)
    {
        var pairs = expected.Zip(actual);
        return pairs.All(pair => BitConverter.SingleToInt32Bits(pair.First) == BitConverter.SingleToInt32Bits(pair.Second))
            ? "the same bits"
            : $"up to {pairs.Max(pair => Math.Abs((double)pair.First - pair.Second)):G2} apart";
    }
}
