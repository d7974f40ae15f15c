using GpuNet.Engine.Backends;
using GpuNet.Engine.Drivers.Cpu;
using GpuNet.Engine.Drivers.Cuda.Interop;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Drivers.Cuda;

/// <summary>A kernel's code on a device, and how to hand it the slots.</summary>
internal sealed unsafe class CudaFunction
{
    private readonly int[] slotOfArgument;
    private readonly ViewSlots[] alignedViews;
    private readonly int itemsOfThread;

    public CudaFunction(CudaAccelerator accelerator, string name, KernelSource source)
    {
        var context = accelerator.DriverContext;
        Module = CudaModule.Load(context, name, accelerator.Compiler.Compile(name, source.Text, source.IsForOneArchitecture));
        Handle = CudaModule.Function(context, Module, source.EntryPoint);
        LargestGroup = CudaModule.Attribute(context, Handle, CudaFunctionAttribute.MaxThreadsPerBlock);
        TakesDynamicShared = source.TakesDynamicShared;
        PlacedSharedBytes = source.PlacedSharedBytes;
        int declaredBytes = CudaModule.Attribute(context, Handle, CudaFunctionAttribute.SharedBytes);
        StaticSharedBytes = declaredBytes + PlacedSharedBytes;
        // More than the usual 48 KB has to be asked for.
        if (TakesDynamicShared || PlacedSharedBytes > 0)
            CudaModule.AllowSharedBytes(context, name, Handle, accelerator.MaxSharedMemoryPerGroup - declaredBytes);
        slotOfArgument = [.. source.Arguments.Select(static parameter => parameter.Index)];
        alignedViews = [.. source.AlignedViews];
        itemsOfThread = source.ItemsOfThread;
    }

    public nint Module { get; }

    public nint Handle { get; }

    /// <summary>The largest group that this code's use of registers allows.</summary>
    public int LargestGroup { get; }

    public int StaticSharedBytes { get; }

    /// <summary>Those of <see cref="StaticSharedBytes"/> that each launch has to ask for: a kernel may declare 48 KB and no more.</summary>
    public int PlacedSharedBytes { get; }

    public bool TakesDynamicShared { get; }

    /// <summary>
    /// Whether a launch with these slots may run this code: views start where its wide accesses need them.
    /// </summary>
    public bool Takes(ulong* slots)
    {
        foreach (var view in alignedViews)
            if ((slots[view.Buffer] + slots[view.Offset]) % PointerAlignment.Most != 0)
                return false;
        return true;
    }

    public CudaError Launch(CudaDriver driver, nint stream, in LaunchDimensions dimensions, ulong* slots)
    {
        int count = slotOfArgument.Length;
        int sharedBytes = TakesDynamicShared ? dimensions.DynamicSharedBytes : 0;
        // A slot holds its value at its start, whatever the value's size. The last argument counts only where there is one.
        void** arguments = stackalloc void*[count + 1];
        for (int index = 0; index < count; index++)
            arguments[index] = slots + slotOfArgument[index];
        arguments[count] = &sharedBytes;
        return driver.cuLaunchKernel(
            Handle, (uint)(dimensions.GridX + itemsOfThread - 1) / (uint)itemsOfThread, (uint)dimensions.GridY, (uint)dimensions.GridZ,
            (uint)dimensions.GroupX, (uint)dimensions.GroupY, (uint)dimensions.GroupZ, (uint)(PlacedSharedBytes + sharedBytes), stream, arguments, null);
    }
}
