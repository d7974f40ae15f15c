using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using GpuNet.Engine.Drivers.Cpu;

namespace GpuNet.Engine.Tests.Cpu;

public sealed unsafe partial class WorkerPoolTests
{
    private static readonly WorkerPool Pool = new(4);

    /// <summary>Counts how often each group runs.</summary>
    private sealed class Counter(int groups, Action<long>? onGroup = null) : ICpuKernelCode
    {
        public readonly int[] Runs = new int[groups];

        public void RunGroups(long firstGroup, long endGroup, in LaunchDimensions dimensions, ulong* slots)
        {
            for (long group = firstGroup; group < endGroup; group++)
            {
                onGroup?.Invoke(group);
                Interlocked.Add(ref Runs[group], (int)slots[0]);
            }
        }
    }

    private static void Run(ICpuKernelCode code, int groups, int maxThreads = 4)
    {
        ulong slot = 1;
        Pool.Run(code, new LaunchDimensions(groups, 1, 1, 1, 1, 1, 0), &slot, maxThreads);
    }

    [Fact]
    public void EveryGroupRunsOnce()
    {
        for (int groups = 1; groups < 300; groups++)
        {
            var counter = new Counter(groups);
            Run(counter, groups);
            Assert.All(counter.Runs, runs => Assert.Equal(1, runs));
        }
    }

    [Fact]
    public void WorkersTakePart()
    {
        var threads = new ConcurrentDictionary<int, bool>();
        var counter = new Counter(64, _ =>
        {
            threads[Environment.CurrentManagedThreadId] = true;
            Thread.Sleep(1);
        });

        Run(counter, 64);

        Assert.InRange(threads.Count, 2, 4);
    }

    /// <summary>Its part is 32 groups, its first chunk 8, and each group takes longer than a turn.</summary>
    [Fact]
    public void AWorkerComesBackToALaunchThatItLeftToGiveWay()
    {
        int caller = Environment.CurrentManagedThreadId, byWorker = 0;
        var counter = new Counter(64, _ =>
        {
            if (Environment.CurrentManagedThreadId != caller)
                Interlocked.Increment(ref byWorker);
            Thread.Sleep(2);
        });

        Run(counter, 64, maxThreads: 2);

        Assert.InRange(byWorker, 9, 55);
        Assert.All(counter.Runs, runs => Assert.Equal(1, runs));
    }

    [Fact]
    public void OneThreadStaysOnTheCaller()
    {
        int caller = Environment.CurrentManagedThreadId;
        var counter = new Counter(64, _ => Assert.Equal(caller, Environment.CurrentManagedThreadId));

        Run(counter, 64, maxThreads: 1);

        Assert.All(counter.Runs, runs => Assert.Equal(1, runs));
    }

    [Fact]
    public void LaunchesFromManyThreadsDoNotMix()
    {
        Parallel.For(0, 8, _ =>
        {
            for (int i = 0; i < 500; i++)
            {
                var counter = new Counter(37);
                Run(counter, 37);
                Assert.All(counter.Runs, runs => Assert.Equal(1, runs));
            }
        });
    }

    [Fact]
    public void AGroupMayLaunchItself()
    {
        var inner = new Counter(5);
        var outer = new Counter(16, _ => Run(inner, 5));

        Run(outer, 16);

        Assert.All(outer.Runs, runs => Assert.Equal(1, runs));
        Assert.All(inner.Runs, runs => Assert.Equal(16, runs));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    public void ExceptionsReachTheLaunch(long failing)
    {
        var counter = new Counter(64, group =>
        {
            if (group == failing)
                throw new InvalidDataException("group failed");
        });

        Assert.Equal("group failed", Assert.Throws<InvalidDataException>(() => Run(counter, 64)).Message);
        var next = new Counter(64);
        Run(next, 64);
        Assert.All(next.Runs, runs => Assert.Equal(1, runs));
    }

    [Fact]
    public void ALaunchAllocatesNothing()
    {
        var counter = new Counter(64);
        for (int i = 0; i < 100; i++)
            Run(counter, 64);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            Run(counter, 64);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    /// <summary>Workers that spun for their next launch would have a core all the time; a tenth of it is far from both.</summary>
    [Fact]
    public void IdleWorkersTakeNoProcessorTime()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the processor time of a thread is read from Linux");
        var threads = new ConcurrentDictionary<int, bool>();
        Run(
            new Counter(64, _ =>
            {
                threads[CurrentThread()] = true;
                Thread.Sleep(1);
            }),
            64);
        threads.TryRemove(CurrentThread(), out bool _);
        Assert.NotEmpty(threads);
        var idle = TimeSpan.FromMilliseconds(300);

        var before = threads.Keys.Sum(ProcessorMilliseconds);
        Thread.Sleep(idle);
        var taken = threads.Keys.Sum(ProcessorMilliseconds) - before;

        Assert.InRange(taken, 0, 0.1 * idle.TotalMilliseconds);
    }

    /// <summary>The first number of schedstat: nanoseconds a thread has run (Linux, Documentation/scheduler/sched-stats).</summary>
    private static double ProcessorMilliseconds(int thread) =>
        double.Parse(File.ReadAllText($"/proc/self/task/{thread}/schedstat").Split(' ')[0], CultureInfo.InvariantCulture) / 1e6;

    [LibraryImport("libc", EntryPoint = "gettid")]
    private static partial int CurrentThread();
}
