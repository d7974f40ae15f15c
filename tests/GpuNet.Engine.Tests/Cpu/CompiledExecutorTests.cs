using GpuNet.Engine.Drivers.Cpu;

namespace GpuNet.Engine.Tests.Cpu;

public sealed unsafe class CompiledExecutorTests
{
    private sealed class Summing(int microseconds) : ICpuKernelCode
    {
        private long groups;

        public long Groups => Interlocked.Read(ref groups);

        public void RunGroups(long firstGroup, long endGroup, in LaunchDimensions dimensions, ulong* slots)
        {
            for (long group = firstGroup; group < endGroup; group++)
            {
                long start = System.Diagnostics.Stopwatch.GetTimestamp();
                while (System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMicroseconds < microseconds)
                    Thread.SpinWait(10);
            }

            Interlocked.Add(ref groups, endGroup - firstGroup);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void ShortAndLongLaunchesRunAllGroups(int microseconds)
    {
        var code = new Summing(microseconds);
        var executor = new CompiledExecutor(code, maxThreads: 4, maxDynamicSharedBytes: 100);

        for (int i = 0; i < 100; i++)
            executor.Launch(new LaunchDimensions(10, 2, 1, 1, 1, 1, 0), null);

        Assert.Equal(2000, code.Groups);
    }

    [Fact]
    public void SharedMemoryIsLimited()
    {
        var executor = new CompiledExecutor(new Summing(0), maxThreads: 4, maxDynamicSharedBytes: 100);

        executor.Launch(new LaunchDimensions(1, 1, 1, 1, 1, 1, 100), null);
        var refused = Assert.Throws<ArgumentOutOfRangeException>(
            () => executor.Launch(new LaunchDimensions(1, 1, 1, 1, 1, 1, 101), null));
        Assert.Contains("100 are left", refused.Message, StringComparison.Ordinal);
    }
}
