using System.Globalization;
using GpuNet.Benchmarks.Comparison;

namespace GpuNet.Benchmarks.Tests.Comparison;

public class StepsProgramTests
{
    [Fact]
    public void Prepared_steps_take_no_memory()
    {
        string[] words = Run("--device", "cpu", "--limit", "8", "--count", "400", "step/c");
        Assert.Equal(["step/c", "cpu", "steps", "400", "host_us"], words[..5]);
        Assert.True(double.Parse(words[5], CultureInfo.InvariantCulture) > 0);
        Assert.Equal(["managed_bytes", "0", "device_bytes", "0", "graph", "no"], words[6..]);
    }

    [Fact]
    public void What_steps_leave_behind_is_counted() =>
        Assert.True(long.Parse(Run("--device", "cpu", "--limit", "8", "--count", "400", "step/c/code")[7], CultureInfo.InvariantCulture) > 0);

    [Theory]
    [InlineData("There is no workload 'stpe/c'", "stpe/c")]
    [InlineData("--count must be a whole number", "--count", "-1")]
    public void Says_what_is_wrong_with_an_option(string message, params string[] options) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => Run(options)).Message, StringComparison.Ordinal);

    private static string[] Run(params string[] options)
    {
        using var writer = new StringWriter();
        Assert.Equal(0, StepsProgram.Run(options, writer));
        return writer.ToString().Split((char[])[' ', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
    }
}
