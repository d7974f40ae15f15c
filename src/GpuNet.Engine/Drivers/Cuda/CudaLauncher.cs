using GpuNet.Engine.Drivers.Cpu;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Drivers.Cuda;

/// <summary>
/// Launches a kernel by one call. Code with wide accesses runs where the views allow them; for the others, the kernel is
/// compiled once more, without.
/// </summary>
internal sealed unsafe class CudaLauncher(CudaKernel kernel, CudaContext context, CudaFunction main, Func<CudaFunction> forUnaligned)
{
    private readonly string name = kernel.CompiledKernel.Name;
    private readonly Lock sync = new();
    private volatile CudaFunction? unaligned;

    /// <summary>The code for views of any alignment, if a launch has needed it.</summary>
    public CudaFunction? Unaligned => unaligned;

    public void Launch(CudaStream stream, in LaunchDimensions dimensions, ulong* slots)
    {
        context.MakeCurrent();
        var function = main.Takes(slots) ? main : Scalar();
        CheckLimits(function, dimensions);
        var error = function.Launch(context.Driver, stream.StreamPtr, dimensions, slots);
        if (error != CudaError.CUDA_SUCCESS)
            throw stream.Failure(error, $"cuLaunchKernel of the kernel {name} in {dimensions.Groups} groups of {dimensions.GroupItems}");
        stream.LastKernel = name;
    }

    private CudaFunction Scalar()
    {
        if (unaligned is { } made)
            return made;
        lock (sync)
            return unaligned ??= forUnaligned();
    }

    private void CheckLimits(CudaFunction function, in LaunchDimensions dimensions)
    {
        if (dimensions.GroupItems > function.LargestGroup)
        {
            throw new ArgumentOutOfRangeException(nameof(dimensions),
                $"The kernel {name} was launched in groups of {dimensions.GroupItems} work-items; its use of registers allows {function.LargestGroup} on {kernel.Accelerator.Name}.");
        }
        long shared = function.StaticSharedBytes + (function.TakesDynamicShared ? dimensions.DynamicSharedBytes : 0L);
        if (shared > kernel.Accelerator.MaxSharedMemoryPerGroup)
        {
            throw new ArgumentOutOfRangeException(nameof(dimensions),
                $"The kernel {name} needs {shared} bytes of shared memory for a group; {kernel.Accelerator.Name} has {kernel.Accelerator.MaxSharedMemoryPerGroup}.");
        }
    }
}
