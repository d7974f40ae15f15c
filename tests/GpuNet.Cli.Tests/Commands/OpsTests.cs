using GpuNet.Kernels;
using GpuNet.Models;
using GpuNet.TestKit;

namespace GpuNet.Cli.Tests.Commands;

public sealed class OpsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_page_is_what_the_program_writes()
    {
        var result = GpuNetProgram.Run(_folder.Path, "ops", "--markdown");
        Assert.Equal((0, string.Empty), (result.ExitCode, result.Error));
        Assert.True(
            result.Output == File.ReadAllText(Repository.PathOf("docs", "catalogue.md")),
            "docs/catalogue.md is not what the ops say: run 'gpunet ops --markdown > docs/catalogue.md'.");
    }

    [Fact]
    public void The_page_has_every_op()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "catalogue.md"));
        string[] names =
        [
            .. OpRegistry.UnaryOps.Select(e => e.Info.Name), .. OpRegistry.BinaryOps.Select(e => e.Info.Name),
            .. OpRegistry.Reductions.Select(e => e.Info.Name), .. RowOpInfo.All.Select(info => info.Name),
            .. TensorOps.All.Select(op => op.Info.Name),
            .. TrainingCatalogue.Sections.SelectMany(section => section.Entries).Select(entry => entry.Name),
        ];
        Assert.All(names, name => Assert.Contains($"\n| {name} | ", page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_screen_has_a_table_of_activations()
    {
        var result = GpuNetProgram.Run(_folder.Path, "ops");
        Assert.Equal((0, string.Empty), (result.ExitCode, result.Error));
        Assert.Contains("Activations", result.Output, StringComparison.Ordinal);
        Assert.Contains("│ gelu ", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', result.Output);
    }

    [Fact]
    public void An_op_by_its_name_tells_everything()
    {
        var result = GpuNetProgram.Run(_folder.Path, "ops", "celu");
        Assert.Equal((0, string.Empty), (result.ExitCode, result.Error));
        Assert.Contains("1 if x > 0, else exp(x / alpha)", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("gelu", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_name_says_how_to_list_them()
    {
        var result = GpuNetProgram.Run(_folder.Path, "ops", "gleu");
        Assert.Equal((2, "gpunet: There is no op 'gleu'. 'gpunet ops' lists them.\n"), (result.ExitCode, result.Error));
    }
}
