using GpuNet.TestKit;

namespace GpuNet.Cli.Tests.Commands;

public sealed class DevicesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_device_is_listed()
    {
        var result = GpuNetProgram.Run(_folder.Path, "devices");

        Assert.Equal((0, string.Empty), (result.ExitCode, result.Error));
        foreach (var device in Device.All.Where(device => device.IsUsable))
            Assert.Contains($"│ {device.Id} ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_multiplies_matrices_is_told()
    {
        var result = GpuNetProgram.Run(_folder.Path, "devices");

        Assert.Contains("Matrix products on cpu: GpuNet's kernels", result.Output, StringComparison.Ordinal);
        Assert.Contains(OpenBlas.Description, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_arguments_the_program_explains_itself()
    {
        var result = GpuNetProgram.Run(_folder.Path);
        Assert.Equal(0, result.ExitCode);
        foreach (string command in new[] { "devices", "train", "evaluate", "predict" })
            Assert.Contains(command, result.Output, StringComparison.Ordinal);
    }
}
