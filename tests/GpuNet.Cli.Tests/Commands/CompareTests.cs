using GpuNet.TestKit;

namespace GpuNet.Cli.Tests.Commands;

public sealed class CompareTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_device_trains_to_the_bits_of_the_first()
    {
        var result = GpuNetProgram.Run(_folder.Path, "compare", "--epochs", "2", "--hidden", "16");

        Assert.Equal((0, string.Empty), (result.ExitCode, result.Error));
        string[] ids = [.. Device.All.Where(device => device.IsUsable).Select(device => device.Id)];
        Assert.Equal(ids, result.Rows.Select(row => row[0]));
        Assert.Equal(["-", .. ids.Skip(1).Select(_ => "the same bits")], result.Rows.Select(row => row[^1]));
        Assert.Single(result.Rows.Select(row => (row[4], row[5], row[6])).Distinct());
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Devices_may_be_named_and_a_regression_has_no_accuracy()
    {
        _folder.Write("data.csv", "a,y\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},{2.5 * i}\n")));
        var result = GpuNetProgram.Run(_folder.Path, "compare", "--devices", "cpu:debug, cpu", "--data", "data.csv", "--epochs", "1");

        Assert.Equal((0, string.Empty), (result.ExitCode, result.Error));
        Assert.Equal(["cpu:debug", "cpu"], result.Rows.Select(row => row[0]));
        Assert.All(result.Rows, row => Assert.Equal("-", row[6]));
    }

    [Theory]
    [InlineData("nowhere", "there is no device 'nowhere'")]
    [InlineData("cpu,", "there is no device ''")]
    public void A_device_that_is_not_there_is_named(string devices, string message)
    {
        var result = GpuNetProgram.Run(_folder.Path, "compare", "--devices", devices);

        Assert.Equal(2, result.ExitCode);
        Assert.Contains(message, Assert.Single(result.ErrorLines), StringComparison.Ordinal);
    }
}
