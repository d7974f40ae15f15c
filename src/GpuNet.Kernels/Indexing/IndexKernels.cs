using ILGPU;

namespace GpuNet.Kernels;

/// <summary>Indices as the other kernels read them.</summary>
public static class IndexKernels
{
    /// <summary>
    /// y[i] = x[i], or the end of the 32-bit range that x[i] lies beyond, so that what is out of range stays so. Launch:
    /// auto-grouped, one item an element.
    /// </summary>
    public static void Narrow(Index1D index, ArrayView<long> x, ArrayView<int> y)
    {
        var value = x[index];
        y[index] = value < int.MinValue ? int.MinValue : value > int.MaxValue ? int.MaxValue : (int)value;
    }
}
