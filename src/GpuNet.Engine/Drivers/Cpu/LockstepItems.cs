using System.Runtime.ExceptionServices;
using ILGPU;

namespace GpuNet.Engine.Drivers.Cpu;

/// <summary>
/// Runs the work-items of a group, one at a time and in order. Without barriers they run one after another on the calling
/// thread. When the first item meets a barrier, each other item gets a thread, and a baton goes round: an item runs until
/// its next barrier, then the next one does. So every run is the same, and a barrier that not all items reach is seen.
/// </summary>
internal sealed class LockstepItems(int count, Action<WorkItem> run, string kernelName) : IDisposable
{
    private const int StackBytes = 1 << 20;

    private enum State
    {
        Ready,
        Waiting,
        Finished,
    }

    private readonly State[] states = new State[count];
    // Events that block at once: hundreds of items that spin for their turn would keep the machine from running one of them.
    private readonly AutoResetEvent groupDone = new(false);
    private Thread[]? threads;
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
        Array.Fill(states, State.Ready);
        RunItem(0);
        if (states.Contains(State.Waiting) || threads is not null)
        {
            PassBaton(0);
            groupDone.WaitOne();
        }
        else
        {
            for (int item = 1; item < count && failure is null; item++)
                RunItem(item);
        }

        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>Called by the running item: lets the others come to the barrier, too.</summary>
    public void Barrier()
    {
        int item = WorkItem.Current.LinearIndex;
        if (threads is null)
        {
            if (item != 0)
                throw Diverged(item - 1, item);
            StartThreads();
        }

        states[item] = State.Waiting;
        PassBaton(item);
        turns[item].WaitOne();
        if (failure is not null)
            throw new GroupAbortedException();
        states[item] = State.Ready;
    }

    public void Dispose()
    {
        isDisposed = true;
        for (int item = 1; item < turns.Length; item++)
            turns[item].Set();
        foreach (var thread in threads ?? [])
            thread.Join();
        foreach (var turn in turns)
            turn.Dispose();
        groupDone.Dispose();
    }

    private void RunItem(int linearIndex)
    {
        var group = current!;
        var size = group.GroupDim;
        var index = new Index3D(
            linearIndex % size.X, linearIndex / size.X % size.Y, linearIndex / (size.X * size.Y));
        var item = new WorkItem(group, index);
        WorkItem.Current = item;
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
        turns = new AutoResetEvent[count];
        for (int item = 0; item < count; item++)
            turns[item] = new AutoResetEvent(false);
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
            turns[item].WaitOne();
            if (isDisposed)
                return;
            RunItem(item);
            PassBaton(item);
        }
    }

    /// <summary>Gives the baton to the next item that is to run, or ends the group.</summary>
    private void PassBaton(int from)
    {
        int next = NextRunnable(from + 1);
        if (next == count)
        {
            // The end of a round: every item has finished or waits at the barrier.
            int finished = Array.IndexOf(states, State.Finished);
            int waiting = Array.IndexOf(states, State.Waiting);
            if (finished >= 0 && waiting >= 0)
                failure ??= Diverged(finished, waiting);
            next = NextWaiting();
        }

        if (next == count)
            groupDone.Set();
        else
            turns[next].Set();
    }

    /// <summary>The next item of this round. After a failure, no item runs on: those at a barrier leave it.</summary>
    private int NextRunnable(int start)
    {
        if (failure is not null)
            return count;
        // The items behind the running one have not run in this round, unless they have finished.
        for (int item = start; item < count; item++)
        {
            if (states[item] != State.Finished)
                return item;
        }

        return count;
    }

    private int NextWaiting()
    {
        int waiting = Array.IndexOf(states, State.Waiting);
        return waiting < 0 ? count : waiting;
    }

    private KernelExecutionException Diverged(int finished, int waiting)
    {
        var size = current!.GroupDim;
        Index3D IndexOf(int item) => new(item % size.X, item / size.X % size.Y, item / (size.X * size.Y));
        return new KernelExecutionException(
            $"In the kernel {kernelName}, the work-item {IndexOf(waiting)} of the group {current.GridIndex} waits at a "
            + $"barrier, but the work-item {IndexOf(finished)} has finished without reaching it. All items of a group must "
            + "reach every barrier: move it out of the branch or loop that only some of them take.",
            current.GridIndex,
            IndexOf(waiting),
            innerException: null);
    }

    /// <summary>Unwinds an item that waits at a barrier which will never open.</summary>
    private sealed class GroupAbortedException : Exception;
}
