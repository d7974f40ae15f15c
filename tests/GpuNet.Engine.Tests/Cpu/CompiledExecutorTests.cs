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
        var executor = new CompiledExecutor(code, maxThreads: 4);

        for (int i = 0; i < 100; i++)
            executor.Launch(new LaunchDimensions(10, 2, 1, 1, 1, 1, 0), null);

        Assert.Equal(2000, code.Groups);
    }
}
