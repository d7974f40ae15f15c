using System.Diagnostics;
using System.Globalization;

namespace GpuNet.Benchmarks.Tests.Profiling;

/// <summary>In processes of their own: those of the tests use devices that take no times.</summary>
public class ProfileProgramTests
{
    [Fact]
    public void Prints_the_kernels_of_each_workload_the_longest_first_and_their_sum()
    {
        var (exitCode, output, error) = Run("cpu", "step/c", "exp/64K");
        Assert.Equal((0, ""), (exitCode, error));
        string[] lines = output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        int second = Array.IndexOf(lines, "exp/64K");
        Assert.Equal("step/c", lines[0]);
        Check(lines[1..second], "OptimizerKernels.Update2<AdamUpdate, ");
        Check(lines[(second + 1)..], "MapKernels.Forward<Single<Exp>, ");
    }

    [Theory]
    [InlineData("There is no workload 'rleu/16M'", "cpu", "rleu/16M")]
    [InlineData("there is no device 'cpus'", "cpus", "exp/64K")]
    [InlineData("profile needs a device and workloads", "cpu")]
    [InlineData("recorded", "cpu", "digits/10-epochs")]
    public void Says_what_is_wrong(string message, params string[] arguments)
    {
        var (exitCode, _, error) = Run(arguments);
        Assert.Equal(2, exitCode);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    private static void Check(string[] lines, string kernel)
    {
        string[][] cells = [.. lines.Select(line => line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries))];
        double[] times = [.. cells.Select(cell => double.Parse(cell[0], CultureInfo.InvariantCulture))];
        Assert.Contains(cells, cell => cell[2].StartsWith(kernel, StringComparison.Ordinal));
        Assert.Equal("together", cells[^1][2]);
        Assert.Equal(times[..^1].OrderDescending(), times[..^1]);
        Assert.Equal(times[^1], times[..^1].Sum(), 0.1 * times.Length);
    }

    private static (int ExitCode, string Output, string Error) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "GpuNet.Benchmarks.dll"), "profile", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
