using System.Diagnostics;

namespace GpuNet.Engine.Drivers.Cpu;

/// <summary>
/// Waiting awake for something that is likely to come at once: waking a thread that sleeps takes 25 to 30 microseconds. It ends
/// after a short while, and as soon as another thread turns out to want the core.
/// </summary>
internal struct BoundedSpin
{
    private const int PausesPerTurn = 2;
    private const int TurnsBetweenYields = 32;
    private static readonly long MaximumTicks = Stopwatch.Frequency * 60 / 1_000_000;

    // Giving way to nobody takes less than a microsecond.
    private static readonly long ContendedTicks = Stopwatch.Frequency * 20 / 1_000_000;

    private long start;
    private int turns;

    /// <summary>Waits some nanoseconds, and now and then gives way to other threads; false where waiting has to end.</summary>
    public bool Turn()
    {
        Thread.SpinWait(PausesPerTurn);
        if (++turns % TurnsBetweenYields != 0)
            return true;
        long now = Stopwatch.GetTimestamp();
        if (start == 0)
            start = now;
        if (now - start > MaximumTicks)
            return false;
        Thread.Yield();
        return Stopwatch.GetTimestamp() - now < ContendedTicks;
    }
}
