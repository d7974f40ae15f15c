using GpuNet.Engine.Backends;
using GpuNet.Engine.Drivers.Cpu;
using GpuNet.Engine.Drivers.OpenCl.Interop;
using GpuNet.Engine.IR;
using ILGPU.Runtime.OpenCL;

namespace GpuNet.Engine.Drivers.OpenCl;

/// <summary>Sets a kernel's arguments and enqueues it. OpenCL keeps the arguments in the kernel, so one launch at a time does both.</summary>
internal sealed unsafe class ClLauncher
{
    private readonly Lock sync = new();
    private readonly CLKernel kernel;
    private readonly KernelSource source;
    private readonly (int Slot, int Bytes, bool IsHandle)[] arguments;
    private readonly ulong[] last;
    private bool isSet;
    private int lastSharedBytes = -1;

    public ClLauncher(CLKernel kernel, KernelSource source)
    {
        this.kernel = kernel;
        this.source = source;
        arguments = [.. source.Arguments.Select(parameter => (parameter.Index, parameter.Type.Size, parameter.Role == ParameterRole.BufferHandle))];
        last = new ulong[arguments.Length];
    }

    public void Launch(CLStream stream, in LaunchDimensions dimensions, ulong* slots)
    {
        CheckLimits(dimensions);
        nuint* local = stackalloc nuint[3] { (nuint)dimensions.GroupX, (nuint)dimensions.GroupY, (nuint)dimensions.GroupZ };
        nuint* global = stackalloc nuint[3]
        {
            (((nuint)dimensions.GridX + (nuint)source.ItemsOfThread - 1) / (nuint)source.ItemsOfThread) * (nuint)dimensions.GroupX,
            (nuint)dimensions.GridY * (nuint)dimensions.GroupY,
            (nuint)dimensions.GridZ * (nuint)dimensions.GroupZ,
        };
        uint rank = global[2] > 1 ? 3u : global[1] > 1 ? 2u : 1u;
        lock (sync)
        {
            SetArguments(slots, dimensions.DynamicSharedBytes);
            var status = ClApi.clEnqueueNDRangeKernel(stream.CommandQueue, kernel.KernelPtr, rank, null, global, local, 0, null, null);
            if (status != CLError.CL_SUCCESS)
                throw ClErrors.Exception(status, $"clEnqueueNDRangeKernel of the kernel {kernel.Signature.Name} in groups of {dimensions.GroupItems}");
        }
        stream.Launched();
    }

    private void SetArguments(ulong* slots, int sharedBytes)
    {
        for (int index = 0; index < arguments.Length; index++)
        {
            var (slot, bytes, isHandle) = arguments[index];
            // A driver may look at a buffer when it is set, so a handle that looks the same may mean another buffer.
            if (isSet && !isHandle && last[index] == slots[slot])
                continue;
            Check(ClApi.clSetKernelArg(kernel.KernelPtr, (uint)index, (nuint)bytes, &slots[slot]), index);
            last[index] = slots[slot];
        }
        if (source.TakesDynamicShared && lastSharedBytes != sharedBytes)
        {
            // There is no shared memory of zero bytes.
            Check(ClApi.clSetKernelArg(kernel.KernelPtr, (uint)arguments.Length, (nuint)Math.Max(1, sharedBytes), null), arguments.Length);
            Check(ClApi.clSetKernelArg(kernel.KernelPtr, (uint)arguments.Length + 1, sizeof(int), &sharedBytes), arguments.Length + 1);
            lastSharedBytes = sharedBytes;
        }
        isSet = true;
    }

    private void CheckLimits(in LaunchDimensions dimensions)
    {
        if (dimensions.GroupItems > kernel.LargestGroup)
        {
            throw new CLException(CLError.CL_INVALID_WORK_GROUP_SIZE,
                $"The kernel {kernel.Signature.Name} was launched in groups of {dimensions.GroupItems} work-items; its use of registers and shared memory allows {kernel.LargestGroup} on {kernel.Accelerator.Name}.");
        }
        long shared = kernel.StaticSharedBytes + dimensions.DynamicSharedBytes;
        if (shared > kernel.Accelerator.MaxSharedMemoryPerGroup)
        {
            throw new CLException(CLError.CL_OUT_OF_RESOURCES,
                $"The kernel {kernel.Signature.Name} needs {shared} bytes of shared memory for a group; {kernel.Accelerator.Name} has {kernel.Accelerator.MaxSharedMemoryPerGroup}.");
        }
    }

    private void Check(CLError status, int index)
    {
        if (status != CLError.CL_SUCCESS)
        {
            isSet = false;
            lastSharedBytes = -1;
            throw ClErrors.Exception(status, $"clSetKernelArg of argument {index} of the kernel {kernel.Signature.Name}");
        }
    }
}
