namespace ILGPU.Runtime;

public abstract partial class Accelerator
{
    /// <summary>The part of a multiprocessor's work-items that run at once, from 0 to 1.</summary>
    public float EstimateOccupancyPerMultiprocessor<TIndex>(Kernel kernel, TIndex groupDim)
        where TIndex : struct, IIndex =>
        EstimateOccupancyPerMultiprocessor(kernel, groupDim.GetIntSize());

    public float EstimateOccupancyPerMultiprocessor(Kernel kernel, int groupSize) =>
        EstimateOccupancyPerMultiprocessor(kernel, groupSize, 0);

    public float EstimateOccupancyPerMultiprocessor(Kernel kernel, int groupSize, int dynamicSharedMemorySizeInBytes)
    {
        int groups = EstimateMaxActiveGroupsPerMultiprocessor(kernel, groupSize, dynamicSharedMemorySizeInBytes);
        return (float)(groups * groupSize) / MaxNumThreadsPerMultiprocessor;
    }

    public int EstimateMaxActiveGroupsPerMultiprocessor<TIndex>(Kernel kernel, TIndex groupDim)
        where TIndex : struct, IIndex =>
        EstimateMaxActiveGroupsPerMultiprocessor(kernel, groupDim.GetIntSize());

    public int EstimateMaxActiveGroupsPerMultiprocessor(Kernel kernel, int groupSize) =>
        EstimateMaxActiveGroupsPerMultiprocessor(kernel, groupSize, 0);

    public int EstimateMaxActiveGroupsPerMultiprocessor(
        Kernel kernel,
        int groupSize,
        int dynamicSharedMemorySizeInBytes)
    {
        CheckKernel(kernel);
        ArgumentOutOfRangeException.ThrowIfLessThan(groupSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(dynamicSharedMemorySizeInBytes);
        return EstimateMaxActiveGroupsPerMultiprocessorInternal(kernel, groupSize, dynamicSharedMemorySizeInBytes);
    }

    protected abstract int EstimateMaxActiveGroupsPerMultiprocessorInternal(
        Kernel kernel,
        int groupSize,
        int dynamicSharedMemorySizeInBytes);

    public int EstimateGroupSize(Kernel kernel) => EstimateGroupSize(kernel, out _);

    public int EstimateGroupSize(Kernel kernel, out int minGridSize) => EstimateGroupSize(kernel, 0, out minGridSize);

    public int EstimateGroupSize(Kernel kernel, int dynamicSharedMemorySizeInBytes, out int minGridSize) =>
        EstimateGroupSize(kernel, dynamicSharedMemorySizeInBytes, 0, out minGridSize);

    public int EstimateGroupSize(Kernel kernel, Func<int, int> computeSharedMemorySize, out int minGridSize) =>
        EstimateGroupSize(kernel, computeSharedMemorySize, 0, out minGridSize);

    /// <summary>The best group size, at most <paramref name="maxGroupSize"/> unless that is 0.</summary>
    public int EstimateGroupSize(
        Kernel kernel,
        Func<int, int> computeSharedMemorySize,
        int maxGroupSize,
        out int minGridSize)
    {
        CheckKernel(kernel);
        ArgumentNullException.ThrowIfNull(computeSharedMemorySize);
        ArgumentOutOfRangeException.ThrowIfNegative(maxGroupSize);
        return EstimateGroupSizeInternal(kernel, computeSharedMemorySize, maxGroupSize, out minGridSize);
    }

    protected abstract int EstimateGroupSizeInternal(
        Kernel kernel,
        Func<int, int> computeSharedMemorySize,
        int maxGroupSize,
        out int minGridSize);

    /// <summary>The best group size, at most <paramref name="maxGroupSize"/> unless that is 0.</summary>
    public int EstimateGroupSize(
        Kernel kernel,
        int dynamicSharedMemorySizeInBytes,
        int maxGroupSize,
        out int minGridSize)
    {
        CheckKernel(kernel);
        ArgumentOutOfRangeException.ThrowIfNegative(dynamicSharedMemorySizeInBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(maxGroupSize);
        return EstimateGroupSizeInternal(kernel, dynamicSharedMemorySizeInBytes, maxGroupSize, out minGridSize);
    }

    protected abstract int EstimateGroupSizeInternal(
        Kernel kernel,
        int dynamicSharedMemorySizeInBytes,
        int maxGroupSize,
        out int minGridSize);

    private void CheckKernel(Kernel kernel)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        if (kernel.Accelerator != this)
            throw new ArgumentException($"The kernel was loaded for {kernel.Accelerator.Name}, not for {Name}.");
    }
}
