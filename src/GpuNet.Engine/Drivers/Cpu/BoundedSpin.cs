using System.Diagnostics;

namespace GpuNet.Engine.Drivers.Cpu;

/// <summary>
/// Waiting awake for something that is likely to come at once: waking a thread that sleeps takes 25 to 30 microseconds. It ends
/// after a short while. It does not give way to other threads meanwhile: they would have the core for milliseconds.
/// </summary>
internal struct BoundedSpin
{
    private const int PausesPerTurn = 2;
    private const int TurnsBetweenLooks = 16;
    private static readonly long MaximumTicks = Stopwatch.Frequency * 60 / 1_000_000;

    private long start;
    private int turns;

    /// <summary>Waits some nanoseconds; false where waiting has to end.</summary>
    public bool Turn()
    {
        Thread.SpinWait(PausesPerTurn);
        if (++turns % TurnsBetweenLooks != 0)
            return true;
        long now = Stopwatch.GetTimestamp();
        if (start == 0)
            start = now;
        return now - start <= MaximumTicks;
    }
}
