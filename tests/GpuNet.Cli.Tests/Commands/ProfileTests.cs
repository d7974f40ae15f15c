using GpuNet.TestKit;

namespace GpuNet.Cli.Tests.Commands;

public sealed class ProfileTests
{
    [Theory, EveryDevice]
    public void Each_kernel_of_a_step_has_its_time(string device)
    {
        using var folder = new TemporaryFolder();
        var result = GpuNetProgram.Run(folder.Path, "profile", "--device", device, "--runs", "3", "--hidden", "16", "--dropout", "0");

        Assert.Equal((0, string.Empty), (result.ExitCode, result.Error));
        string[][] rows = result.Rows;
        Assert.Contains(rows, row => row[0].Contains("MatMul", StringComparison.Ordinal));
        Assert.Contains(rows, row => row[0].Contains("Adam", StringComparison.Ordinal));
        Assert.Equal("together", rows[^1][0]);
        Assert.Equal(int.Parse(rows[^1][1]), rows[..^1].Sum(row => int.Parse(row[1])));
        double[] times = [.. rows.Select(row => double.Parse(row[2]))];
        Assert.All(times, time => Assert.InRange(time, 0, 60e6));
        Assert.Equal(times[^1], times[..^1].Sum(), 0.05 * times.Length);
        Assert.Equal(times[..^1].OrderDescending(), times[..^1]);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }
}
