using System.ComponentModel;
using System.Diagnostics;

namespace GpuNet.TestKit;

/// <summary>
/// A program that tests run. Those that need it are skipped where it is not installed, unless <c>GPUNET_REQUIRE_TOOLS</c>
/// names it.
/// </summary>
/// <param name="name">The program's name.</param>
/// <param name="purpose">What tests use it for.</param>
public sealed class Tool(string name, string purpose)
{
    private readonly Lazy<string?> absence = new(() => WhyAbsent(name, purpose));

    /// <summary>Whether it is installed.</summary>
    public bool IsPresent => absence.Value is null;

    /// <summary>Skips the test where the program is absent and not required.</summary>
    public void Require()
    {
        bool isRequired = (Environment.GetEnvironmentVariable("GPUNET_REQUIRE_TOOLS") ?? "")
            .Split(',', StringSplitOptions.TrimEntries).Contains(name);
        Xunit.Assert.SkipWhen(absence.Value is not null && !isRequired, absence.Value ?? "");
        if (absence.Value is { } reason)
            throw new InvalidOperationException(reason);
    }

    /// <summary>Runs it.</summary>
    /// <returns>What it writes to its two streams.</returns>
    public (int ExitCode, string Output, string Messages) Run(params string[] arguments) => Run(name, arguments);

    private static (int ExitCode, string Output, string Messages) Run(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo(name, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        string messages = process.StandardError.ReadToEnd();
        output.Wait();
        process.WaitForExit();
        return (process.ExitCode, output.Result, messages);
    }

    private static string? WhyAbsent(string name, string purpose)
    {
        try
        {
            return Run(name, "--version").ExitCode == 0 ? null : $"{name} does not start.";
        }
        catch (Win32Exception)
        {
            return $"{name} is not installed: {purpose}.";
        }
    }
}
