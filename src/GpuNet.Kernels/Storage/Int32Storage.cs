namespace GpuNet.Kernels;

/// <summary>32-bit signed integers.</summary>
public readonly struct Int32Storage : IStorage<int, float>, IStorage<int, double>, IStorage<int, long>
{
    /// <summary>What is at least this is too large; what is at most its negative is the smallest number, or smaller.</summary>
    private const float Limit = 2147483648f;

    static float IStorage<int, float>.Load(int stored) => stored;

    static int IStorage<int, float>.Store(float value)
    {
        var inRange = value > -Limit ? (int)value : value <= -Limit ? int.MinValue : 0;
        return value >= Limit ? int.MaxValue : inRange;
    }

    static double IStorage<int, double>.Load(int stored) => stored;

    static int IStorage<int, double>.Store(double value)
    {
        var inRange = value > -Limit ? (int)value : value <= -Limit ? int.MinValue : 0;
        return value >= Limit ? int.MaxValue : inRange;
    }

    static long IStorage<int, long>.Load(int stored) => stored;

    static int IStorage<int, long>.Store(long value) => unchecked((int)value);
}
