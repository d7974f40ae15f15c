using System.CommandLine;
using GpuNet.Cli.Runs;
using Spectre.Console;

namespace GpuNet.Cli.Commands;

/// <summary><c>gpunet profile</c>: where a training step's time goes on a device, kernel by kernel.</summary>
internal static class ProfileCommand
{
    private const int UsualRuns = 20;

    public static Command Create()
    {
        var options = new RunOptions();
        var device = OptionOf.Text("--device", "auto (default), cpu, opencl:0, cuda:0; see 'gpunet devices'", "device");
        var runs = OptionOf.Integer("--runs", $"Steps that are measured (default: {UsualRuns})", 1, 10_000);
        var command = new Command("profile", "Show what each kernel of a training step takes on a device.") { device, runs };
        options.AddTo(command);
        command.SetAction(parsed =>
            Run(options.Read(parsed), parsed.GetValue(device) ?? "auto", parsed.GetValue(runs) ?? UsualRuns));
        return command;
    }

    private static int Run(RunSettings settings, string name, int runs)
    {
        Device.EnableProfiling();
        var device = Device.Parse(name);
        var (configuration, split) = TrainingRun.Prepare(settings, device);
        var run = new TrainingRun(configuration, split, device);
        var kernels = KernelTime.Of(run.Profile(runs));
        var total = kernels.Aggregate(TimeSpan.Zero, (sum, kernel) => sum + kernel.Time);

        Console.WriteLine($"{run.Description} on {device.Id}, {device.Name}, batches of {configuration.Training.BatchSize}.");
        var table = new Table().AddColumns("Kernel", "Launches", "Microseconds", "Share");
        foreach (var kernel in kernels)
            AddRow(Markup.Escape(kernel.Name), kernel.Launches, kernel.Time);
        AddRow("together", kernels.Sum(kernel => kernel.Launches), total);
        AnsiConsole.Write(table);
        Console.WriteLine($"Times on the device, medians of {runs} steps; training repeats a prepared step without markers between launches.");
        return 0;

        void AddRow(string what, int count, TimeSpan time) =>
            table.AddRow(what, $"{count}", $"{time.TotalMicroseconds:F1}", $"{time / total:P0}");
    }
}
