using System.Runtime.InteropServices;

namespace GpuNet.Engine.Drivers.Cpu;

/// <summary>
/// Host memory outside the managed heap, aligned to cache lines (and so to every vector), blocks of pages to pages: a load that
/// follows a store waits for it if their places within pages look the same, which elements of equal index then never do. Large
/// blocks ask for large pages: with small ones, a pass over them waits for a page table entry every 4 KiB.
/// </summary>
internal static unsafe partial class HostMemory
{
    public const int Alignment = 64;

    private const int Page = 4 << 10;
    private const int LargePage = 2 << 20;
    private const int AdviseLargePages = 14;

    /// <summary>At least one line is allocated, so that empty buffers have an address too.</summary>
    public static IntPtr Allocate(long bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bytes);
        var size = (nuint)Math.Max(bytes, Alignment);
        bool isLarge = bytes >= 2 * LargePage && OperatingSystem.IsLinux();
        try
        {
            var block = NativeMemory.AlignedAlloc(size, (nuint)(isLarge ? LargePage : bytes >= 2 * Page ? Page : Alignment));
            // Advice: a system that does not take it works as before.
            if (isLarge)
                _ = Advise(block, size, AdviseLargePages);
            return (IntPtr)block;
        }
        catch (OutOfMemoryException exception)
        {
            throw new OutOfMemoryException($"The host cannot allocate {bytes} bytes for a buffer.", exception);
        }
    }

    public static void Free(IntPtr pointer) => NativeMemory.AlignedFree((void*)pointer);

    public static void Fill(byte* target, byte value, long bytes) => NativeMemory.Fill(target, (nuint)bytes, value);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* block, nuint bytes, int advice);
}
