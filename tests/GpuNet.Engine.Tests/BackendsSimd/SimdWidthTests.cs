using GpuNet.Engine.Backends.Simd;

namespace GpuNet.Engine.Tests.BackendsSimd;

public class SimdWidthTests
{
    [Theory]
    [InlineData(1, 16, 1), InlineData(3, 16, 1), InlineData(4, 16, 4), InlineData(7, 16, 4), InlineData(8, 16, 8), InlineData(15, 16, 8)]
    [InlineData(16, 16, 16), InlineData(1000, 16, 16), InlineData(1000, 8, 8), InlineData(6, 8, 4), InlineData(1000, 1, 1)]
    public void Vectors_are_never_longer_than_rows(int items, int maximum, int expected) =>
        Assert.Equal(expected, SimdWidth.For(items, maximum));

    [Theory]
    [InlineData(null, 16), InlineData("", 16), InlineData("512", 16), InlineData("256", 8), InlineData("128", 4), InlineData("1", 1)]
    public void The_environment_limits_vectors(string? variable, int expected) => Assert.Equal(expected, SimdWidth.Limit(variable));

    [Fact]
    public void Other_limits_are_refused_by_name()
    {
        var error = Assert.Throws<NotSupportedException>(() => SimdWidth.Limit("1024"));
        Assert.Contains("GPUNET_SIMD", error.Message, StringComparison.Ordinal);
    }
}
