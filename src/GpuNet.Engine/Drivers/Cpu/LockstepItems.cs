using System.Runtime.ExceptionServices;
using ILGPU;

namespace GpuNet.Engine.Drivers.Cpu;

/// <summary>
/// Runs the work-items of a group, one at a time and in order. Without barriers they run one after another on the calling
/// thread. When the first item meets a barrier, each other item gets a thread, and a baton goes round: an item runs until
/// its next barrier, then the next one does. So every run is the same, and a barrier that not all items reach is seen.
/// </summary>
internal sealed class LockstepItems(int count, int warpSize, Action<WorkItem> run, string kernelName) : IDisposable
{
    private const int StackBytes = 1 << 20;

    private enum State
    {
        /// <summary>Has not begun.</summary>
        Fresh,
        Ready,
        AtBarrier,
        AtWarpBarrier,
        Finished,
    }

    private readonly State[] states = new State[count];
    // Events that block at once: hundreds of items that spin for their turn would keep the machine from running one of them.
    private readonly AutoResetEvent groupDone = new(false);
    private Thread[]? threads;
    private AutoResetEvent[] starts = [];
    private AutoResetEvent[] turns = [];
    private WorkGroup? current;
    private KernelExecutionException? failure;
    private bool isDisposed;

    /// <summary>Runs all items of a group; returns when the last one has finished.</summary>
    /// <exception cref="KernelExecutionException">An item failed, or a barrier was not reached by all items.</exception>
    public void Run(WorkGroup group)
    {
        current = group;
        failure = null;
        Array.Fill(states, State.Fresh);
        for (int item = 0; item < count && failure is null; item++)
        {
            RunItem(item);
            if (threads is null)
                continue;
            PassBaton(item);
            groupDone.WaitOne();
            break;
        }

        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>Called by the running item: lets the others come to the barrier, too.</summary>
    public void Barrier()
    {
        int item = WorkItem.Current.LinearIndex;
        if (threads is null && item != 0)
            throw Diverged(item - 1, item);
        WaitAt(State.AtBarrier, item);
    }

    /// <summary>The same for the items of its warp that have not ended.</summary>
    public void WarpBarrier() => WaitAt(State.AtWarpBarrier, WorkItem.Current.LinearIndex);

    public void Dispose()
    {
        isDisposed = true;
        for (int item = 1; item < starts.Length; item++)
            starts[item].Set();
        foreach (var thread in threads ?? [])
            thread.Join();
        foreach (var signal in starts.Concat(turns))
            signal.Dispose();
        groupDone.Dispose();
    }

    private void WaitAt(State barrier, int item)
    {
        if (threads is null)
            StartThreads();
        states[item] = barrier;
        PassBaton(item);
        turns[item].WaitOne();
        if (failure is not null)
            throw new GroupAbortedException();
    }

    private void RunItem(int linearIndex)
    {
        var group = current!;
        var index = IndexOf(linearIndex);
        var item = new WorkItem(group, index);
        WorkItem.Current = item;
        states[linearIndex] = State.Ready;
        try
        {
            run(item);
        }
        catch (GroupAbortedException)
        {
            // Another item has failed; this one only had to leave its barrier.
        }
        catch (KernelExecutionException exception)
        {
            failure ??= exception;
        }
        catch (Exception exception)
        {
            failure ??= new KernelExecutionException(
                $"The kernel {kernelName} failed in the work-item {index} of the group {group.GridIndex}: "
                + exception.Message,
                group.GridIndex,
                index,
                exception);
        }
        finally
        {
            WorkItem.Current = null;
            states[linearIndex] = State.Finished;
        }
    }

    private void StartThreads()
    {
        starts = new AutoResetEvent[count];
        turns = new AutoResetEvent[count];
        for (int item = 0; item < count; item++)
            (starts[item], turns[item]) = (new AutoResetEvent(false), new AutoResetEvent(false));
        threads = new Thread[count - 1];
        for (int item = 1; item < count; item++)
        {
            int number = item;
            threads[item - 1] = new Thread(() => RunItems(number), StackBytes)
            {
                IsBackground = true,
                Name = $"{kernelName} item {number}",
            };
            threads[item - 1].Start();
        }
    }

    /// <summary>The life of an item's thread: the item of each group, when its turn comes.</summary>
    private void RunItems(int item)
    {
        while (true)
        {
            starts[item].WaitOne();
            if (isDisposed)
                return;
            RunItem(item);
            PassBaton(item);
        }
    }

    /// <summary>Gives the baton to the next item that is to run, or ends the group.</summary>
    private void PassBaton(int from)
    {
        int next = Next(from);
        if (next < 0)
            groupDone.Set();
        else
            (states[next] == State.Fresh ? starts : turns)[next].Set();
    }

    private int Next(int from)
    {
        if (failure is null)
        {
            ReleaseWarp(from / warpSize * warpSize);
            for (int step = 1; step <= count; step++)
            {
                int item = (from + step) % count;
                if (states[item] is State.Fresh or State.Ready)
                    return item;
            }

            // Every item has finished or waits.
            if (Array.TrueForAll(states, state => state == State.AtBarrier))
            {
                Array.Fill(states, State.Ready);
                return 0;
            }

            failure = Divergence();
        }

        // After a failure no item runs on: those that have begun leave their barriers.
        return Array.FindIndex(states, state => state is State.Ready or State.AtBarrier or State.AtWarpBarrier);
    }

    /// <summary>Opens the barrier of a warp when the last of its items has come, or ended.</summary>
    private void ReleaseWarp(int first)
    {
        var warp = states.AsSpan(first, Math.Min(warpSize, count - first));
        foreach (var state in warp)
        {
            if (state is not (State.AtWarpBarrier or State.Finished))
                return;
        }

        warp.Replace(State.AtWarpBarrier, State.Ready);
    }

    /// <summary>What keeps the items that wait from going on; null if none waits.</summary>
    private KernelExecutionException? Divergence()
    {
        int inWarp = Array.IndexOf(states, State.AtWarpBarrier);
        if (inWarp >= 0)
        {
            int other = Array.IndexOf(states, State.AtBarrier, inWarp / warpSize * warpSize);
            return Failure(
                inWarp,
                $"waits for its warp, but the work-item {IndexOf(other)} of that warp waits for the group. All items of a warp must "
                + "take part in its shuffles, broadcasts and barriers: move them out of the branch that only some of them take.");
        }

        int waiting = Array.IndexOf(states, State.AtBarrier);
        return waiting < 0 ? null : Diverged(Array.IndexOf(states, State.Finished), waiting);
    }

    private KernelExecutionException Diverged(int finished, int waiting) => Failure(
        waiting,
        $"waits at a barrier, but the work-item {IndexOf(finished)} has finished without reaching it. All items of a group must "
        + "reach every barrier: move it out of the branch or loop that only some of them take.");

    private KernelExecutionException Failure(int item, string what) => new(
        $"In the kernel {kernelName}, the work-item {IndexOf(item)} of the group {current!.GridIndex} {what}",
        current.GridIndex,
        IndexOf(item),
        innerException: null);

    private Index3D IndexOf(int item)
    {
        var size = current!.GroupDim;
        return new Index3D(item % size.X, item / size.X % size.Y, item / (size.X * size.Y));
    }

    /// <summary>Unwinds an item that waits at a barrier which will never open.</summary>
    private sealed class GroupAbortedException : Exception;
}
