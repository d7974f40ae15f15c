using System.Globalization;
using GpuNet.Benchmarks.Comparison;

namespace GpuNet.Benchmarks.Tests.Comparison;

public class ComparisonProgramTests
{
    private static readonly string[] Fast = ["--device", "cpu", "--limit", "8", "--sample-ms", "1", "--rounds", "2"];

    [Fact]
    public void Prints_a_line_of_name_device_and_two_times()
    {
        var line = Assert.Single(Run("", [.. Fast, "relu/64K"])).Split(' ');
        Assert.Equal(["relu/64K", "cpu"], line[..2]);
        Assert.All(line[2..], time => Assert.True(double.Parse(time, CultureInfo.InvariantCulture) >= 0));
        Assert.Equal(4, line.Length);
    }

    [Fact]
    public void Serves_one_sample_for_each_name_that_comes_in()
    {
        string[] lines = Run("sum/16M\nsum/16M\nnothing\n", [.. Fast, "--serve"]);
        Assert.Equal(["sum/16M cpu", "sum/16M cpu", "nothing cpu - -"], lines.Select(UpToTimes));

        static string UpToTimes(string line) =>
            line.EndsWith("- -", StringComparison.Ordinal) ? line : string.Join(' ', line.Split(' ')[..2]);
    }

    [Fact]
    public void Vector_functions_of_the_platform_take_turns_with_devices()
    {
        string[] lines = Run("", [.. Fast, "--device", "tensor-primitives", "exp/64K", "matmul/512"]);
        Assert.Equal(4, lines.Length);
        Assert.StartsWith("exp/64K tensor-primitives ", lines[1], StringComparison.Ordinal);
        Assert.Equal("matmul/512 tensor-primitives - -", lines[3]);
    }

    [Theory]
    [InlineData("There is no workload 'rleu/16M'", "rleu/16M")]
    [InlineData("--rounds must be a whole number", "--rounds", "0")]
    [InlineData("--device needs a value", "--device")]
    [InlineData("exactly one --device", "--serve", "--device", "cpu", "--device", "tensor-primitives")]
    public void Says_what_is_wrong_with_an_option(string message, params string[] options) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Run("", options)).Message, StringComparison.Ordinal);

    private static string[] Run(string input, string[] options)
    {
        using var reader = new StringReader(input);
        using var writer = new StringWriter();
        Assert.Equal(0, ComparisonProgram.Run(options, reader, writer));
        return writer.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }
}
