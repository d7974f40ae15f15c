using System.Runtime.ExceptionServices;

namespace GpuNet.Engine.Drivers.Cpu;

/// <summary>
/// Threads that share the groups of a launch with the thread that launches. One launch at a time has the workers; a launch
/// that finds them taken (another host thread's, or one made by a worker itself) runs on its own thread. A launch waits only
/// for workers that have taken part, never for one that has not woken up yet.
/// </summary>
internal sealed unsafe class WorkerPool
{
    public const string EnvironmentVariable = "GPUNET_THREADS";

    private const int Closed = 1 << 30;
    private const int ChunksPerThread = 8;

    private static readonly Lazy<WorkerPool> SharedPool = new(static () => new WorkerPool(DefaultThreadCount));

    private readonly SemaphoreSlim wake = new(0);
    private readonly SemaphoreSlim joined = new(0);
    private readonly int threadCount;

    // The number of workers inside the current job, and the flag that it takes no more.
    private int state = Closed;
    private int isTaken;
    private bool hasStarted;

    // The current job. Written before the job opens, read by workers that have entered it.
    private ICpuKernelCode? code;
    private LaunchDimensions dimensions;
    private ulong* slots;
    private long nextGroup;
    private long endGroup;
    private long chunk;
    private ExceptionDispatchInfo? failure;

    /// <param name="threadCount">Threads in all, the launching one included.</param>
    public WorkerPool(int threadCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threadCount, 1);
        this.threadCount = threadCount;
    }

    /// <summary>All cores, or what the environment says.</summary>
    public static int DefaultThreadCount => ParseThreadCount(Environment.GetEnvironmentVariable(EnvironmentVariable));

    public static WorkerPool Shared => SharedPool.Value;

    internal static int ParseThreadCount(string? asked)
    {
        if (string.IsNullOrEmpty(asked))
            return Environment.ProcessorCount;
        return int.TryParse(asked, out int count) && count >= 1
            ? count
            : throw new NotSupportedException(
                $"The environment variable {EnvironmentVariable} is '{asked}'; it must be a number of threads, 1 or more.");
    }

    /// <summary>Runs all groups of a launch on up to <paramref name="maxThreads"/> threads and returns when they are done.</summary>
    public void Run(ICpuKernelCode kernel, in LaunchDimensions shape, ulong* arguments, int maxThreads)
    {
        long groups = shape.Groups;
        int threads = (int)Math.Min(Math.Min(threadCount, maxThreads), groups);
        if (threads <= 1 || Interlocked.CompareExchange(ref isTaken, 1, 0) != 0)
        {
            kernel.RunGroups(0, groups, shape, arguments);
            return;
        }

        try
        {
            StartThreads();
            code = kernel;
            dimensions = shape;
            slots = arguments;
            nextGroup = 0;
            endGroup = groups;
            chunk = Math.Max(1, groups / ((long)threads * ChunksPerThread));
            failure = null;
            Volatile.Write(ref state, 0);
            WakeWorkers(threads - 1);
            RunChunks();
            if (Interlocked.Add(ref state, Closed) != Closed)
                joined.Wait();
            failure?.Throw();
        }
        finally
        {
            code = null;
            Volatile.Write(ref isTaken, 0);
        }
    }

    private void WakeWorkers(int count)
    {
        // Workers that have not come for an earlier job yet will come for this one.
        int missing = count - wake.CurrentCount;
        if (missing > 0)
            wake.Release(missing);
    }

    private void StartThreads()
    {
        if (hasStarted)
            return;
        hasStarted = true;
        for (int i = 1; i < threadCount; i++)
            new Thread(Work) { IsBackground = true, Name = $"GpuNet worker {i}" }.Start();
    }

    private void Work()
    {
        while (true)
        {
            wake.Wait();
            if (!TryEnter())
                continue;
            RunChunks();
            // The last to leave a closed job tells the launching thread.
            if (Interlocked.Decrement(ref state) == Closed)
                joined.Release();
        }
    }

    private bool TryEnter()
    {
        while (true)
        {
            int seen = Volatile.Read(ref state);
            if (seen >= Closed)
                return false;
            if (Interlocked.CompareExchange(ref state, seen + 1, seen) == seen)
                return true;
        }
    }

    private void RunChunks()
    {
        try
        {
            while (true)
            {
                long first = Interlocked.Add(ref nextGroup, chunk) - chunk;
                if (first >= endGroup)
                    return;
                code!.RunGroups(first, Math.Min(first + chunk, endGroup), dimensions, slots);
            }
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
            // No more groups are begun.
            Interlocked.Exchange(ref nextGroup, endGroup);
        }
    }
}
