using GpuNet.Engine.Backends.C;
using GpuNet.Engine.Drivers.Cpu;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Drivers.Cuda;

/// <summary>Launches a kernel: one call, with a list of where the slots are, on the stack.</summary>
internal sealed unsafe class CudaLauncher
{
    private readonly CudaKernel kernel;
    private readonly CudaContext context;
    private readonly int[] slotOfArgument;
    private readonly bool takesDynamicShared;
    private readonly string name;

    public CudaLauncher(CudaKernel kernel, CudaContext context, CSource source)
    {
        this.kernel = kernel;
        this.context = context;
        slotOfArgument = [.. source.Arguments.Select(static parameter => parameter.Index)];
        takesDynamicShared = source.TakesDynamicShared;
        name = kernel.CompiledKernel.Name;
    }

    public void Launch(CudaStream stream, in LaunchDimensions dimensions, ulong* slots)
    {
        CheckLimits(dimensions);
        context.MakeCurrent();
        int count = slotOfArgument.Length;
        int sharedBytes = takesDynamicShared ? dimensions.DynamicSharedBytes : 0;
        // A slot holds its value at its start, whatever the value's size. The last argument counts only where there is one.
        void** arguments = stackalloc void*[count + 1];
        for (int index = 0; index < count; index++)
            arguments[index] = slots + slotOfArgument[index];
        arguments[count] = &sharedBytes;
        var error = context.Driver.cuLaunchKernel(
            kernel.FunctionPtr, (uint)dimensions.GridX, (uint)dimensions.GridY, (uint)dimensions.GridZ,
            (uint)dimensions.GroupX, (uint)dimensions.GroupY, (uint)dimensions.GroupZ, (uint)sharedBytes, stream.StreamPtr, arguments, null);
        if (error != CudaError.CUDA_SUCCESS)
            throw stream.Failure(error, $"cuLaunchKernel of the kernel {name} in {dimensions.Groups} groups of {dimensions.GroupItems}");
        stream.LastKernel = name;
    }

    private void CheckLimits(in LaunchDimensions dimensions)
    {
        if (dimensions.GroupItems > kernel.LargestGroup)
        {
            throw new ArgumentOutOfRangeException(nameof(dimensions),
                $"The kernel {name} was launched in groups of {dimensions.GroupItems} work-items; its use of registers allows {kernel.LargestGroup} on {kernel.Accelerator.Name}.");
        }
        long shared = kernel.StaticSharedBytes + (takesDynamicShared ? dimensions.DynamicSharedBytes : 0L);
        if (shared > kernel.Accelerator.MaxSharedMemoryPerGroup)
        {
            throw new ArgumentOutOfRangeException(nameof(dimensions),
                $"The kernel {name} needs {shared} bytes of shared memory for a group; {kernel.Accelerator.Name} has {kernel.Accelerator.MaxSharedMemoryPerGroup}.");
        }
    }
}
