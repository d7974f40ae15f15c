using System.CommandLine;
using System.Diagnostics;

namespace GpuNet.Cli.Commands;

/// <summary>
/// <c>gpunet tune</c>: tries kernels that no GPU has proven beforehand, in a process of their own, which they may break. Those that are
/// right compete where <c>GPUNET_TUNE=on</c>.
/// </summary>
internal static class TuneCommand
{
    private const int Right = 0, Wrong = 1, BadInput = 2, NothingToTry = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static Command Create()
    {
        var device = OptionOf.Text("--device", "cuda:0 (default), cuda:1; see 'gpunet devices'", "device");
        var here = OptionOf.Flag("--here", "Try in this process, which does not outlive an error of a kernel, and keep no verdict");
        var command = new Command("tune", "Try kernels for a GPU of compute capability 9.0 that GPUNET_TUNE=on may then choose.") { device, here };
        command.SetAction(parsed =>
        {
            string name = parsed.GetValue(device) ?? "cuda:0";
            return parsed.GetValue(here) ? Try(name) : Judge(
                name, Itself("tune", "--device", name, "--here"), Patience, isRight => WarpgroupTrial.Record(Device.Parse(name), isRight));
        });
        return command;
    }

    /// <summary>Tries, and says what was wrong.</summary>
    private static int Try(string name)
    {
        var device = Device.Parse(name);
        if (!WarpgroupTrial.Suits(device))
        {
            Console.WriteLine($"{name} has nothing to try: warpgroups are of GPUs of compute capability 9.0, with GpuNet's own engine.");
            return NothingToTry;
        }

        try
        {
            var failures = WarpgroupTrial.Run(device);
            foreach (string failure in failures)
                Console.Error.WriteLine(failure);
            return failures.Count == 0 ? Right : Wrong;
        }
        catch (Exception exception)
        {
            // Whatever it is, the kernels are not to be used.
            Console.Error.WriteLine(exception.Message);
            return Wrong;
        }
    }

    /// <summary>Starts the trial, waits for its end, and keeps the verdict: only a trial that ends well speaks for the kernels.</summary>
    internal static int Judge(string name, ProcessStartInfo trial, TimeSpan patience, Action<bool> record)
    {
        using var process = Process.Start(trial)!;
        bool hasEnded = process.WaitForExit(patience);
        if (!hasEnded)
            process.Kill(entireProcessTree: true);
        if (hasEnded && process.ExitCode is BadInput or NothingToTry)
            return process.ExitCode == NothingToTry ? Right : BadInput;
        bool isRight = hasEnded && process.ExitCode == Right;
        record(isRight);
        Console.WriteLine(isRight
            ? $"{name}: products by warpgroups (wgmma) are right; GPUNET_TUNE=on takes them where they are faster"
            : $"{name}: products by warpgroups (wgmma) stay out: {(hasEnded ? $"their trial ended with {process.ExitCode}" : $"their trial did not end in {patience}")}");
        return isRight ? Right : Wrong;
    }

    /// <summary>This program with other arguments.</summary>
    private static ProcessStartInfo Itself(params string[] arguments)
    {
        string program = Environment.ProcessPath!;
        bool isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        return new ProcessStartInfo(program, isHost ? [Environment.GetCommandLineArgs()[0], .. arguments] : arguments);
    }
}
