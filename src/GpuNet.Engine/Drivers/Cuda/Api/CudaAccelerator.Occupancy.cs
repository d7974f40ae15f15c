namespace ILGPU.Runtime.Cuda;

public sealed unsafe partial class CudaAccelerator
{
    /// <summary>Of group sizes that keep the device equally busy, the one to prefer: its last groups leave less of it idle than larger ones.</summary>
    private const int PreferredGroupSize = 256;

    protected override int EstimateMaxActiveGroupsPerMultiprocessorInternal(Kernel kernel, int groupSize, int dynamicSharedMemorySizeInBytes)
    {
        DriverContext.MakeCurrent();
        int groups;
        int sharedBytes = ((CudaKernel)kernel).PlacedSharedBytes + dynamicSharedMemorySizeInBytes;
        Driver.Check(
            Driver.cuOccupancyMaxActiveBlocksPerMultiprocessor(&groups, ((CudaKernel)kernel).FunctionPtr, groupSize, (nuint)sharedBytes),
            $"cuOccupancyMaxActiveBlocksPerMultiprocessor of the kernel {kernel.CompiledKernel.Name}");
        return groups;
    }

    protected override int EstimateGroupSizeInternal(Kernel kernel, Func<int, int> computeSharedMemorySize, int maxGroupSize, out int minGridSize)
    {
        int largest = ((CudaKernel)kernel).LargestGroup;
        if (maxGroupSize > 0)
            largest = Math.Min(largest, maxGroupSize);
        int best = Math.Min(largest, PreferredGroupSize), bestGroups = Groups(best);
        for (int size = largest - largest % WarpSize; size >= WarpSize; size -= WarpSize)
        {
            int groups = Groups(size);
            if ((long)groups * size > (long)bestGroups * best)
                (best, bestGroups) = (size, groups);
        }
        minGridSize = Math.Max(1, bestGroups) * NumMultiprocessors;
        return best;

        int Groups(int size)
        {
            int shared = computeSharedMemorySize(size);
            return shared + ((CudaKernel)kernel).StaticSharedBytes > MaxSharedMemoryPerGroup ? 0 : EstimateMaxActiveGroupsPerMultiprocessorInternal(kernel, size, shared);
        }
    }

    protected override int EstimateGroupSizeInternal(Kernel kernel, int dynamicSharedMemorySizeInBytes, int maxGroupSize, out int minGridSize) =>
        EstimateGroupSizeInternal(kernel, _ => dynamicSharedMemorySizeInBytes, maxGroupSize, out minGridSize);
}
