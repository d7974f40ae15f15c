using System.Diagnostics;
using GpuNet.Cli.Commands;
using GpuNet.TestKit;

namespace GpuNet.Cli.Tests.Commands;

public sealed class TuneTests
{
    [Fact]
    public void A_device_without_warpgroups_has_nothing_to_try()
    {
        using var folder = new TemporaryFolder();
        var nothing = GpuNetProgram.Run(folder.Path, "tune", "--device", "cpu");
        Assert.Equal((0, string.Empty), (nothing.ExitCode, nothing.Error));
        Assert.Contains("cpu has nothing to try", nothing.Output, StringComparison.Ordinal);
        var unknown = GpuNetProgram.Run(folder.Path, "tune", "--device", "cuda:7");
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("cuda:7", Assert.Single(unknown.ErrorLines), StringComparison.Ordinal);
    }

    /// <summary>A trial that ends well, finds something wrong, breaks, hangs, or cannot begin: then there is no verdict.</summary>
    [Theory]
    [InlineData("exit 0", 0, true)]
    [InlineData("exit 1", 1, false)]
    [InlineData("kill -ILL $$", 1, false)]
    [InlineData("exec sleep 60", 1, false)]
    [InlineData("exit 2", 2, null)]
    [InlineData("exit 3", 0, null)]
    public void Only_a_trial_that_ends_well_lets_the_kernels_compete(string trial, int exitCode, bool? verdict)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The trial is a script of a shell.");
        bool? recorded = null;
        Assert.Equal(exitCode, TuneCommand.Judge(
            "cuda:0", new ProcessStartInfo("sh", ["-c", trial]), TimeSpan.FromSeconds(2), isRight => recorded = isRight));
        Assert.Equal(verdict, recorded);
    }
}
