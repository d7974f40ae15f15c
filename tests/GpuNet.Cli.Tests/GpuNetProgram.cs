using System.Diagnostics;

namespace GpuNet.Cli.Tests;

/// <summary>What a run of the program left.</summary>
internal sealed record ProgramResult(int ExitCode, string Output, string Error)
{
    /// <summary>The lines of standard error.</summary>
    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The rows of the table in the output, cell by cell, without its head.</summary>
    public string[][] Rows =>
    [
        .. Output.Split('\n').Where(line => line.StartsWith('│'))
            .Select(line => line.Trim().Trim('│').Split('│', StringSplitOptions.TrimEntries)).Skip(1),
    ];
}

/// <summary>Runs the built program as a user does, in a process of its own.</summary>
internal static class GpuNetProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static ProgramResult Run(string folder, params string[] arguments) => Run(folder, [], arguments);

    /// <param name="folder">The working folder.</param>
    /// <param name="environment">Variables to set beyond those of the tests.</param>
    /// <param name="arguments">The command line.</param>
    public static ProgramResult Run(string folder, (string Name, string Value)[] environment, params string[] arguments)
    {
        using var process = Start(folder, environment, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        WaitForEnd(process);
        return new ProgramResult(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    public static Process Start(string folder, params string[] arguments) => Start(folder, [], arguments);

    private static Process Start(string folder, (string Name, string Value)[] environment, string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "gpunet.dll"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("GPUNET_DEVICE");
        start.Environment.Remove("GPUNET_GEMM");
        start.Environment["GPUNET_DATA"] = folder;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public static void WaitForEnd(Process process)
    {
        if (process.WaitForExit(Patience))
            return;
        process.Kill(entireProcessTree: true);
        Assert.Fail($"The program did not end within {Patience}.");
    }
}
