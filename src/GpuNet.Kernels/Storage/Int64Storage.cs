namespace GpuNet.Kernels;

/// <summary>64-bit signed integers.</summary>
public readonly struct Int64Storage : IStorage<long, float>, IStorage<long, double>, IStorage<long, long>
{
    /// <summary>What is at least this is too large; what is at most its negative is the smallest number, or smaller.</summary>
    private const float Limit = 9223372036854775808f;

    static float IStorage<long, float>.Load(long stored) => stored;

    static long IStorage<long, float>.Store(float value)
    {
        var inRange = value > -Limit ? (long)value : value <= -Limit ? long.MinValue : 0;
        return value >= Limit ? long.MaxValue : inRange;
    }

    static double IStorage<long, double>.Load(long stored) => stored;

    static long IStorage<long, double>.Store(double value)
    {
        var inRange = value > -Limit ? (long)value : value <= -Limit ? long.MinValue : 0;
        return value >= Limit ? long.MaxValue : inRange;
    }

    static long IStorage<long, long>.Load(long stored) => stored;

    static long IStorage<long, long>.Store(long value) => value;
}
