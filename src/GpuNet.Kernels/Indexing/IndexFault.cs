using ILGPU;

namespace GpuNet.Kernels;

/// <summary>
/// Where a kernel notes that an index was out of range, so that the host can say so when it next looks: a few integers in
/// device memory. Of several such indices any one is noted; what the kernel computes does not depend on it.
/// </summary>
public static class IndexFault
{
    /// <summary>The integers of a note: whether there is one, the index, and how many places there were.</summary>
    public const int Length = 3;

    /// <summary>Notes an index.</summary>
    /// <param name="fault">Room for <see cref="Length"/> integers, zeros if nothing was noted.</param>
    /// <param name="index">The index.</param>
    /// <param name="extent">Indices from 0 to below this are right.</param>
    public static void Note(ArrayView<int> fault, int index, int extent)
    {
        fault[0] = 1;
        fault[1] = index;
        fault[2] = extent;
    }
}
