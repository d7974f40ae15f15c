using System.Runtime.InteropServices;

namespace GpuNet.Engine.Drivers.Cpu;

/// <summary>Host memory outside the managed heap, aligned to cache lines (and so to every vector).</summary>
internal static unsafe class HostMemory
{
    public const int Alignment = 64;

    /// <summary>At least one line is allocated, so that empty buffers have an address too.</summary>
    public static IntPtr Allocate(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        var size = (nuint)Math.Max(bytes, Alignment);
        try
        {
            return (IntPtr)NativeMemory.AlignedAlloc(size, Alignment);
        }
        catch (OutOfMemoryException exception)
        {
            throw new OutOfMemoryException($"The host cannot allocate {bytes} bytes for a buffer.", exception);
        }
    }

    public static void Free(IntPtr pointer) => NativeMemory.AlignedFree((void*)pointer);

    public static void Fill(byte* target, byte value, long bytes) => NativeMemory.Fill(target, (nuint)bytes, value);
}
