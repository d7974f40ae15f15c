using System.Reflection;
using GpuNet.Engine.Drivers.Cpu;
using GpuNet.Engine.Drivers.Cuda;
using ILGPU.Backends.PTX;

namespace ILGPU.Runtime.Cuda;

/// <summary>A kernel loaded on a CUDA device.</summary>
public sealed unsafe class CudaKernel : Kernel
{
    private readonly CudaContext context;
    private readonly CudaFunction? function;
    private readonly CudaLauncher? launcher;
    private bool isReleased;

    internal CudaKernel(CudaAccelerator accelerator, PTXCompiledKernel kernel, MethodInfo? launcher)
        : base(accelerator, kernel, launcher)
    {
        context = accelerator.DriverContext;
        function = new CudaFunction(accelerator, kernel.Name, kernel.Source);
        this.launcher = new CudaLauncher(this, context, function, () => new CudaFunction(accelerator, kernel.Name, kernel.SourceForUnaligned()));
    }

    public IntPtr ModulePtr => isReleased ? IntPtr.Zero : function!.Module;

    public IntPtr FunctionPtr => isReleased ? IntPtr.Zero : function!.Handle;

    /// <summary>The largest group that this kernel's use of registers allows.</summary>
    internal int LargestGroup => function!.LargestGroup;

    internal int StaticSharedBytes => function!.StaticSharedBytes;

    /// <summary>Those that the driver has to be asked for as dynamic ones.</summary>
    internal int PlacedSharedBytes => function!.PlacedSharedBytes;

    internal override void LaunchSlots(AcceleratorStream stream, in LaunchDimensions dimensions, ulong* slots, int slotCount) =>
        launcher!.Launch((CudaStream)stream, dimensions, slots);

    protected override void DisposeAcceleratorObject(bool disposing)
    {
        // Absent if the constructor failed.
        if (function is null || isReleased)
            return;
        isReleased = true;
        context.Release(function.Module, disposing);
        if (launcher?.Unaligned is { } second)
            context.Release(second.Module, disposing);
    }
}
