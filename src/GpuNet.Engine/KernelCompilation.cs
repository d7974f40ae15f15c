using System.Diagnostics;

namespace GpuNet.Engine;

/// <summary>
/// What compiling kernels has cost this process: reading their IL, translating it, the compiler of the device or of the
/// runtime behind it, and the methods that launch them.
/// </summary>
public static class KernelCompilation
{
    private static int kernels;
    private static long ticks;

    /// <summary>The number of kernels translated.</summary>
    public static int Kernels => Volatile.Read(ref kernels);

    /// <summary>The time it took, threads that compile at once added up.</summary>
    public static TimeSpan Time => Stopwatch.GetElapsedTime(0, Interlocked.Read(ref ticks));

    internal static void CountKernel() => Interlocked.Increment(ref kernels);

    /// <summary>Adds the time since a timestamp of <see cref="Stopwatch"/>.</summary>
    internal static void AddTimeSince(long start) => Interlocked.Add(ref ticks, Stopwatch.GetTimestamp() - start);
}
