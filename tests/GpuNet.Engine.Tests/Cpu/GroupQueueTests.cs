using GpuNet.Engine.Drivers.Cpu;

namespace GpuNet.Engine.Tests.Cpu;

public class GroupQueueTests
{
    private static List<long> Chunks(long groups, int threads)
    {
        var queue = new GroupQueue();
        queue.Fill(groups, threads);
        List<long> sizes = [];
        long expected = 0;
        while (queue.TryTake(out long first, out long behind))
        {
            Assert.Equal(expected, first);
            sizes.Add(behind - first);
            expected = behind;
        }

        Assert.Equal(groups, expected);
        return sizes;
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(7, 3)]
    [InlineData(1000, 2)]
    [InlineData(1L << 40, 64)]
    public void EveryGroupIsHandedOutOnceInChunksThatShrink(long groups, int threads)
    {
        var sizes = Chunks(groups, threads);

        Assert.All(sizes.Zip(sizes.Skip(1)), pair => Assert.True(pair.First >= pair.Second));
    }

    [Fact]
    public void TheLastChunkIsASmallPartOfAThreadsShare()
    {
        var sizes = Chunks(100_000, threads: 2);

        Assert.InRange(sizes[0], 10_000, 50_000 / 4);
        Assert.InRange(sizes[^1], 1, 50_000 / 64);
        Assert.InRange(sizes.Count, 16, 64);
    }

    [Fact]
    public void NothingIsLeftOfAClearedQueue()
    {
        var queue = new GroupQueue();
        queue.Fill(100, 2);
        queue.Clear();

        Assert.False(queue.TryTake(out _, out _));
    }
}
