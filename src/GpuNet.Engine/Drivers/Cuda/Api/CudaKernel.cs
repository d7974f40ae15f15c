using System.Reflection;
using GpuNet.Engine.Drivers.Cpu;
using GpuNet.Engine.Drivers.Cuda.Interop;
using GpuNet.Engine.Drivers.Cuda;
using ILGPU.Backends.PTX;

namespace ILGPU.Runtime.Cuda;

/// <summary>A kernel loaded on a CUDA device.</summary>
public sealed unsafe class CudaKernel : Kernel
{
    private readonly CudaContext context;
    private readonly CudaLauncher launcher;

    internal CudaKernel(CudaAccelerator accelerator, PTXCompiledKernel kernel, MethodInfo? launcher)
        : base(accelerator, kernel, launcher)
    {
        context = accelerator.DriverContext;
        ModulePtr = CudaModule.Load(context, kernel.Name, accelerator.Compiler.Compile(kernel.Name, kernel.Source.Text));
        FunctionPtr = CudaModule.Function(context, ModulePtr, kernel.Source.EntryPoint);
        LargestGroup = CudaModule.Attribute(context, FunctionPtr, CudaFunctionAttribute.MaxThreadsPerBlock);
        StaticSharedBytes = CudaModule.Attribute(context, FunctionPtr, CudaFunctionAttribute.SharedBytes);
        // More than the usual 48 KB has to be asked for.
        if (kernel.Source.TakesDynamicShared)
            CudaModule.AllowSharedBytes(context, kernel.Name, FunctionPtr, accelerator.MaxSharedMemoryPerGroup - StaticSharedBytes);
        this.launcher = new CudaLauncher(this, context, kernel.Source);
    }

    public IntPtr ModulePtr { get; private set; }

    public IntPtr FunctionPtr { get; private set; }

    /// <summary>The largest group that this kernel's use of registers allows.</summary>
    internal int LargestGroup { get; }

    internal int StaticSharedBytes { get; }

    internal override void LaunchSlots(AcceleratorStream stream, in LaunchDimensions dimensions, ulong* slots, int slotCount) =>
        launcher.Launch((CudaStream)stream, dimensions, slots);

    protected override void DisposeAcceleratorObject(bool disposing)
    {
        // Zero if the constructor failed.
        if (ModulePtr == IntPtr.Zero)
            return;
        nint module = ModulePtr;
        ModulePtr = FunctionPtr = IntPtr.Zero;
        context.Release(module, disposing);
    }
}
