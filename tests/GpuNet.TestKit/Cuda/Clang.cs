using System.ComponentModel;
using System.Diagnostics;

namespace GpuNet.TestKit;

/// <summary>
/// The compiler that stands in for NVIDIA's. Tests that need it are skipped without <c>clang-19</c>, unless
/// <c>GPUNET_REQUIRE_TOOLS</c> names it.
/// </summary>
public static class Clang
{
    private const string Name = "clang-19";

    private static readonly Lazy<string?> Absence = new(WhyAbsent);

    /// <summary>Whether it is installed.</summary>
    public static bool IsPresent => Absence.Value is null;

    /// <summary>Skips the test where there is no clang and none is required.</summary>
    public static void Require()
    {
        bool isRequired = (Environment.GetEnvironmentVariable("GPUNET_REQUIRE_TOOLS") ?? "")
            .Split(',', StringSplitOptions.TrimEntries).Contains(Name);
        Xunit.Assert.SkipWhen(Absence.Value is not null && !isRequired, Absence.Value ?? "");
        if (Absence.Value is { } absence)
            throw new InvalidOperationException(absence);
    }

    /// <summary>Runs it; the messages are what it writes to its error stream.</summary>
    public static (int ExitCode, string Messages) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(Name, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        string messages = process.StandardError.ReadToEnd();
        output.Wait();
        process.WaitForExit();
        return (process.ExitCode, messages);
    }

    private static string? WhyAbsent()
    {
        try
        {
            return Run("--version").ExitCode == 0 ? null : $"{Name} does not start.";
        }
        catch (Win32Exception)
        {
            return $"{Name} is not installed: it stands in for NVIDIA's compiler and driver where there is no GPU.";
        }
    }
}
