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

    [Theory]
    [InlineData("This is no library, though it has the name and is long enough to be one.\n", "invalid ELF header")]
    [InlineData(null, "there is no such file")]
    public void A_CUDA_driver_that_does_not_load_is_listed_and_harms_nothing(string? content, string reason)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The words are those of Linux's loader.");
        Assert.SkipUnless(KernelEngine.IsEmbedded, "The ILGPU packages leave out a driver that does not load without a word.");
        var library = content is null ? _folder.File("libcuda.so") : _folder.Write("libcuda.so", content);
        (string, string)[] environment = [("GPUNET_CUDA_LIBRARY", library)];

        var listed = GpuNetProgram.Run(_folder.Path, environment, "devices");
        Assert.Equal((0, string.Empty), (listed.ExitCode, listed.Error));
        Assert.Contains(reason, string.Join(' ', listed.Output.Split(['\n', ' ', '│'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);

        var refused = GpuNetProgram.Run(_folder.Path, environment, "train", "--device", "cuda:0");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("there is no device 'cuda:0'", Assert.Single(refused.ErrorLines), StringComparison.Ordinal);

        var trained = GpuNetProgram.Run(_folder.Path, environment, "train", "--device", "cpu", "--epochs", "1", "--output", _folder.File("run"));
        Assert.Equal((0, string.Empty), (trained.ExitCode, trained.Error));
    }

    [Fact]
    public void Without_arguments_the_program_explains_itself()
    {
        var result = GpuNetProgram.Run(_folder.Path);
        Assert.Equal(0, result.ExitCode);
        foreach (string command in new[] { "devices", "train", "compare", "evaluate", "predict", "ops", "tune" })
            Assert.Contains(command, result.Output, StringComparison.Ordinal);
    }
}
