using System.Runtime.InteropServices;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>Each thread's scratch memory: grows to what the largest group needs and stays with the thread.</summary>
internal sealed unsafe class WorkerScratch
{
    [ThreadStatic]
    private static WorkerScratch? current;

    private byte* memory;
    private long size;

    /// <summary>At least so many bytes of unspecified contents, valid until the thread's next call.</summary>
    public static byte* Rent(long bytes)
    {
        var scratch = current ??= new WorkerScratch();
        if (scratch.size < bytes)
        {
            NativeMemory.AlignedFree(scratch.memory);
            scratch.size = 0;
            scratch.memory = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, 64);
            scratch.size = bytes;
        }
        return scratch.memory;
    }

    ~WorkerScratch() => NativeMemory.AlignedFree(memory);
}
