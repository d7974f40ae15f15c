using GpuNet.TestKit;

namespace GpuNet.Benchmarks.Tests.Tools;

/// <summary>What <c>tools/gpu-verdict.py</c> makes of results: which way round its ratios are, above all.</summary>
public sealed class GpuVerdictTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public GpuVerdictTests() => Directory.CreateDirectory(folder.File("goals"));

    [Theory]
    [InlineData(100, 80, "product of floats, 4096: of cuBLAS (PyTorch, no TF32) | 0.85 | 0.80 | | | **no** |")]
    [InlineData(80, 100, "product of floats, 4096: of cuBLAS (PyTorch, no TF32) | 0.85 | 1.25 | | | yes |")]
    public void A_goal_holds_where_we_are_fast_enough(double ours, double theirs, string expected)
    {
        Compared("gpu/matmul/4096", ("cuda:0", ours), ("torch-cuda", theirs));
        Assert.Contains($"| {expected}", Verdict(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_tuning_reaches_is_said_to_need_it()
    {
        Compared("gpu/step/d/bf16", ("cuda:0", 3), ("torch-cuda", 2), ("torch-cuda-compile", 1.8));
        folder.Write("tuned.txt", "gpu/step/d/bf16 cuda:0 1.9 1\n");
        string verdict = Verdict();
        Assert.Contains("eager | 1.00 | 0.67 | 1.05 | | with GPUNET_TUNE=on |", verdict, StringComparison.Ordinal);
        Assert.Contains("of torch.compile's | 0.90 | 0.60 | 0.95 | | with GPUNET_TUNE=on |", verdict, StringComparison.Ordinal);
    }

    [Fact]
    public void Bandwidth_is_of_the_faster_copy()
    {
        Compared("gpu/copy/256M", ("cuda:0", 1), ("torch-cuda", 0.9));
        folder.Write("goals/peers-16-threads.csv", File.ReadAllText(folder.File("goals/peers-16-threads.csv")) + "gpu/exp/256M,cuda:0,1,1.1,1\n");
        Assert.Contains("exp of 256M floats: of a copy's bandwidth | 0.90 | 0.82 | | | **no** |", Verdict(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("device_bytes 0", "host_us 9.1", "0 bytes | 0 bytes | | | yes |", "below 10 us | 9.1 us, 0 managed bytes, a graph | | | yes |")]
    [InlineData("device_bytes 4096", "host_us 12", "0 bytes | 4096 bytes | | | **no** |", "below 10 us | 12 us, 0 managed bytes, a graph | | | **no** |")]
    public void A_long_run_must_not_grow_nor_cost_the_host_much(string bytes, string host, params string[] expected)
    {
        folder.Write("long-run.txt", $"gpu/step/e cuda:0 steps 10000 {host} managed_bytes 0 {bytes} graph yes\n");
        string verdict = Verdict();
        Assert.All(expected, line => Assert.Contains(line, verdict, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("12 passed, 0 failed, 1 skipped, 0 of 3 runs without an end", "yes")]
    [InlineData("12 passed, 2 failed, 1 skipped, 0 of 3 runs without an end", "**no**")]
    [InlineData("12 passed, 0 failed, 1 skipped, 1 of 3 runs without an end", "**no**")]
    public void Tests_have_to_pass_and_to_end(string counts, string holds)
    {
        folder.Write("tests.txt", $"A class:\n{counts}\n");
        Assert.Contains($"| {counts} | | | {holds} |", Verdict(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_results_nothing_holds()
    {
        string[] goals = [.. Verdict().Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)];
        Assert.True(goals.Length > 10);
        Assert.All(goals, goal => Assert.EndsWith("| not measured |", goal, StringComparison.Ordinal));
    }

    public void Dispose() => folder.Dispose();

    private void Compared(string workload, params (string System, double Milliseconds)[] samples) => folder.Write("goals/peers-16-threads.csv",
        "workload,system,round,milliseconds,processor_milliseconds\n"
        + string.Concat(samples.Select(sample => FormattableString.Invariant($"{workload},{sample.System},1,{sample.Milliseconds},1\n"))));

    /// <summary>The table, with one space for an empty cell.</summary>
    private string Verdict()
    {
        var python = new Tool("python3", "the verdict on a GPU is a script");
        python.Require();
        var (exitCode, output, messages) = python.Run(Repository.PathOf("tools", "gpu-verdict.py"), folder.Path);
        Assert.True(exitCode == 0, messages);
        return output.Replace("|  |", "| |", StringComparison.Ordinal).Replace("|  |", "| |", StringComparison.Ordinal);
    }
}
