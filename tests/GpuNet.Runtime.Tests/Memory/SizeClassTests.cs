namespace GpuNet.Runtime.Tests.Memory;

public class SizeClassTests
{
    [Fact]
    public void A_class_holds_what_it_is_chosen_for_and_the_class_below_does_not()
    {
        var random = new Random(1);
        for (var trial = 0; trial < 10_000; trial++)
        {
            var bytes = random.NextInt64(1, 1L << random.Next(1, 40));
            var sizeClass = SizeClass.Of(bytes);
            Assert.True(SizeClass.Bytes(sizeClass) >= bytes);
            if (sizeClass > 0) Assert.True(SizeClass.Bytes(sizeClass - 1) < bytes);
        }
    }

    [Fact]
    public void A_class_wastes_at_most_a_quarter_of_what_is_asked_for()
    {
        for (long bytes = 256; bytes < 1 << 20; bytes += 37)
            Assert.True(SizeClass.Bytes(SizeClass.Of(bytes)) <= bytes * 5 / 4);
    }

    [Theory]
    [InlineData(0, 256)]
    [InlineData(1, 256)]
    [InlineData(256, 256)]
    [InlineData(257, 320)]
    [InlineData(512, 512)]
    [InlineData(513, 640)]
    [InlineData(1L << 40, 1L << 40)]
    public void Sizes_round_up_to_their_class(long bytes, long expected) =>
        Assert.Equal(expected, SizeClass.Bytes(SizeClass.Of(bytes)));

    [Fact]
    public void The_largest_tensor_has_a_class() =>
        Assert.True(SizeClass.Of((long)int.MaxValue * sizeof(double)) < SizeClass.Count);
}
