using GpuNet.Engine.Drivers.Cpu;

namespace GpuNet.Engine.Tests.Cpu;

public class GroupQueueTests
{
    /// <summary>What threads that take turns are handed out, thread by thread.</summary>
    private static List<(long First, long Behind)>[] Chunks(long groups, int threads, int takers)
    {
        var queue = new GroupQueue(threads);
        queue.Fill(groups, threads);
        var chunks = Enumerable.Range(0, takers).Select(_ => new List<(long, long)>()).ToArray();
        while (true)
        {
            for (int thread = 0; thread < takers; thread++)
            {
                if (!queue.TryTake(thread, out long first, out long behind))
                    return chunks;
                chunks[thread].Add((first, behind));
            }
        }
    }

    [Theory]
    [InlineData(1, 2, 1)]
    [InlineData(7, 3, 3)]
    [InlineData(7, 3, 5)]
    [InlineData(1000, 2, 1)]
    [InlineData(1000, 2, 2)]
    [InlineData(1L << 40, 64, 63)]
    [InlineData(long.MaxValue, 64, 64)]
    public void EveryGroupIsHandedOutOnce(long groups, int threads, int takers)
    {
        long expected = 0;
        foreach (var (first, behind) in Chunks(groups, threads, takers).SelectMany(chunks => chunks).Order())
        {
            Assert.Equal(expected, first);
            Assert.True(behind > first);
            expected = behind;
        }

        Assert.Equal(groups, expected);
    }

    [Fact]
    public void ThreadsThatAreEquallyFastKeepToTheirParts()
    {
        var chunks = Chunks(100_000, threads: 2, takers: 2);

        Assert.All(chunks[0], chunk => Assert.InRange(chunk.Behind, 1, 50_000));
        Assert.All(chunks[1], chunk => Assert.InRange(chunk.First, 50_000, 100_000));
    }

    [Fact]
    public void ChunksShrinkToASmallShareOfTheirPart()
    {
        var sizes = Chunks(100_000, threads: 2, takers: 2)[1].ConvertAll(chunk => chunk.Behind - chunk.First);

        Assert.All(sizes.Zip(sizes.Skip(1)), pair => Assert.True(pair.First >= pair.Second));
        Assert.InRange(sizes[0], 10_000, 50_000 / 4);
        Assert.InRange(sizes[^1], 1, 50_000 / 64);
        Assert.InRange(sizes.Count, 8, 32);
    }

    [Fact]
    public void NothingIsLeftOfAClearedQueue()
    {
        var queue = new GroupQueue(2);
        queue.Fill(100, 2);
        queue.Clear();

        Assert.False(queue.TryTake(0, out _, out _));
        Assert.False(queue.TryTake(1, out _, out _));
    }
}
