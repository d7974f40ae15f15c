using System.Runtime.InteropServices;

namespace GpuNet.Engine.Drivers.Cpu;

/// <summary>
/// The groups of a launch, from which threads take chunks. Each thread has a part of its own, the same one in every launch of as
/// many groups, because what a launch leaves in a core's caches is read by the next; when it is done, it helps the others. Chunks
/// are large at first and small towards the end, so that threads which came at different times finish together.
/// </summary>
/// <param name="maximumThreads">The most threads a launch may have.</param>
internal sealed class GroupQueue(int maximumThreads)
{
    private const int FirstChunksPerPart = 4;
    private const int LastChunksPerPart = 64;

    private readonly Part[] parts = new Part[maximumThreads];
    private int count;
    private long least;

    /// <summary>Fills the queue, while nobody takes from it.</summary>
    public void Fill(long groups, int threads)
    {
        least = Math.Max(1, groups / ((long)threads * LastChunksPerPart));
        count = threads;
        for (int i = 0; i < threads; i++)
        {
            parts[i].End = Share(groups, i + 1, threads);
            Volatile.Write(ref parts[i].Next, Share(groups, i, threads));
        }
    }

    /// <summary>Takes a chunk for a thread, numbered from 0; false where none is left.</summary>
    public bool TryTake(int thread, out long first, out long behind)
    {
        for (int i = 0; i < count; i++)
        {
            if (TryTake(ref parts[(thread + i) % count], out first, out behind))
                return true;
        }

        (first, behind) = (0, 0);
        return false;
    }

    /// <summary>Drops what nobody has taken yet.</summary>
    public void Clear()
    {
        for (int i = 0; i < count; i++)
            Interlocked.Exchange(ref parts[i].Next, parts[i].End);
    }

    private bool TryTake(ref Part part, out long first, out long behind)
    {
        while (true)
        {
            first = Volatile.Read(ref part.Next);
            behind = first + Math.Min(part.End - first, Math.Max(least, (part.End - first) / FirstChunksPerPart));
            if (first >= part.End)
                return false;
            if (Interlocked.CompareExchange(ref part.Next, behind, first) == first)
                return true;
        }
    }

    /// <summary>groups * i / threads for any number of groups.</summary>
    private static long Share(long groups, int i, int threads) => groups / threads * i + groups % threads * i / threads;

    /// <summary>What is left of a thread's groups, on cache lines of its own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 2 * HostMemory.Alignment)]
    private struct Part
    {
        [FieldOffset(0)] public long Next;
        [FieldOffset(8)] public long End;
    }
}
