using System.Runtime.ExceptionServices;

namespace GpuNet.Engine.Drivers.Cpu;

/// <summary>
/// Threads that share the groups of a launch with the thread that launches. One launch at a time has the workers; a launch
/// that finds them taken (another host thread's, or one made by a worker itself) runs on its own thread. A launch waits only
/// for workers that are inside it, never for one that has not woken up yet or has given its core away (<see cref="WorkerTurn"/>).
/// Workers stay awake for a moment after a launch, because the next one is seldom far; then they sleep.
/// </summary>
internal sealed unsafe class WorkerPool
{
    public const string EnvironmentVariable = "GPUNET_THREADS";

    // The state of the current job: how many workers are inside, how many more may enter, and whether it is closed.
    private const int Inside = 1;
    private const int Seat = 1 << 15;
    private const int Closed = 1 << 30;
    private const int AllInside = Seat - 1;

    // Looking at the clock takes about as long as handing out a chunk.
    private const int ChunksBetweenLooks = 4;

    private static readonly Lazy<WorkerPool> SharedPool = new(static () => new WorkerPool(DefaultThreadCount));

    private readonly SemaphoreSlim wake = new(0);
    private readonly SemaphoreSlim joined = new(0);
    private readonly int threadCount;

    private int state = Closed;
    private int jobs;
    private int sleepers;
    private int isTaken;
    private bool hasStarted;

    // The current job. Written before the job opens, read by workers that have entered it.
    private ICpuKernelCode? code;
    private LaunchDimensions dimensions;
    private ulong* slots;
    private readonly GroupQueue queue;
    private ExceptionDispatchInfo? failure;

    /// <param name="threadCount">Threads in all, the launching one included.</param>
    public WorkerPool(int threadCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threadCount, 1);
        this.threadCount = threadCount;
        queue = new GroupQueue(threadCount);
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
            queue.Fill(groups, threads);
            failure = null;
            Volatile.Write(ref state, (threads - 1) * Seat);
            Interlocked.Increment(ref jobs);
            WakeWorkers(threads - 1);
            RunChunks(0, WorkerTurn.Endless);
            if ((Interlocked.Or(ref state, Closed) & AllInside) != 0)
                Join();
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
        int missing = Math.Min(count, Volatile.Read(ref sleepers)) - wake.CurrentCount;
        if (missing > 0)
            wake.Release(missing);
    }

    private void Join()
    {
        var spin = new BoundedSpin();
        while (joined.CurrentCount == 0 && spin.Turn())
        {
        }

        joined.Wait();
    }

    private void StartThreads()
    {
        if (hasStarted)
            return;
        hasStarted = true;
        for (int i = 1; i < threadCount; i++)
        {
            int number = i;
            new Thread(() => Work(number)) { IsBackground = true, Name = $"GpuNet worker {i}" }.Start();
        }
    }

    private void Work(int number)
    {
        var turn = default(WorkerTurn);
        int seen = 0;
        while (true)
        {
            seen = AwaitJobAfter(seen, ref turn);
            bool isDone = false;
            while (!isDone && TryEnter())
            {
                isDone = RunChunks(number, turn);
                Leave(returnsSeat: !isDone);
                if (turn.IsOver)
                    turn.GiveWay();
            }
        }
    }

    private int AwaitJobAfter(int seen, ref WorkerTurn turn)
    {
        var spin = new BoundedSpin();
        int job;
        while ((job = Volatile.Read(ref jobs)) == seen)
        {
            if (spin.Turn())
                continue;
            // Counted before the last look for a job, as a launch looks for sleepers after it has announced its job.
            Interlocked.Increment(ref sleepers);
            if (Volatile.Read(ref jobs) == seen)
                wake.Wait();
            Interlocked.Decrement(ref sleepers);
            turn.Begin();
        }

        return job;
    }

    private bool TryEnter()
    {
        while (true)
        {
            int seen = Volatile.Read(ref state);
            if (seen is < Seat or >= Closed)
                return false;
            if (Interlocked.CompareExchange(ref state, seen - Seat + Inside, seen) == seen)
                return true;
        }
    }

    private void Leave(bool returnsSeat)
    {
        int left = Interlocked.Add(ref state, returnsSeat ? Seat - Inside : -Inside);
        // The last to leave a closed job tells the launching thread.
        if ((left & Closed) != 0 && (left & AllInside) == 0)
            joined.Release();
    }

    /// <summary>Runs chunks until none is left; false where the turn ends first.</summary>
    private bool RunChunks(int number, in WorkerTurn turn)
    {
        try
        {
            for (int chunks = 1; queue.TryTake(number, out long first, out long end); chunks++)
            {
                code!.RunGroups(first, end, dimensions, slots);
                if (chunks % ChunksBetweenLooks == 0 && turn.IsOver)
                    return false;
            }
        }
        catch (Exception exception)
        {
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
            queue.Clear();
        }

        return true;
    }
}
