using System.Diagnostics;

namespace GpuNet.Engine.Drivers.Cpu;

/// <summary>
/// How long a worker goes on before it offers its core to those who wait for it: another program, or the launching thread itself,
/// which the system may put on the same core while another program has one of its own. It takes the core from the worker
/// sooner or later, for milliseconds, most likely in the middle of a chunk, and the launch waits as long. A worker that gives
/// way between two chunks, and is in no launch meanwhile, holds up nobody. Where nobody waits, the offer costs a system call.
/// </summary>
internal struct WorkerTurn
{
    private const long Never = long.MaxValue;

    // Shorter than what systems leave a thread (Linux: its slice of some milliseconds, to the next tick).
    private static readonly long Length = Stopwatch.Frequency / 1000;

    private long end;

    /// <summary>That of the launching thread: the launch needs it in any case.</summary>
    public static WorkerTurn Endless => new() { end = Never };

    public readonly bool IsOver => end != Never && Stopwatch.GetTimestamp() >= end;

    /// <summary>Begins a turn on a core that the system has just given to the thread.</summary>
    public void Begin() => end = Stopwatch.GetTimestamp() + Length;

    /// <summary>Lets the threads that wait for the core have theirs, then begins the next turn.</summary>
    public void GiveWay()
    {
        Thread.Yield();
        Begin();
    }
}
