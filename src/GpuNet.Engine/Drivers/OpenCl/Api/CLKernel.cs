using System.Reflection;
using GpuNet.Engine.Drivers.Cpu;
using GpuNet.Engine.Drivers.OpenCl;
using GpuNet.Engine.Drivers.OpenCl.Interop;
using ILGPU.Backends.OpenCL;

namespace ILGPU.Runtime.OpenCL;

/// <summary>A kernel built for an OpenCL device.</summary>
public sealed unsafe class CLKernel : Kernel
{
    private readonly ClLauncher launcher;

    public CLKernel(CLAccelerator accelerator, CLCompiledKernel kernel, MethodInfo? launcher)
        : base(accelerator, kernel, launcher)
    {
        ProgramPtr = accelerator.BuildProgram(kernel);
        CLError error;
        KernelPtr = Cl.Check(ClApi.clCreateKernel(ProgramPtr, kernel.Source.EntryPoint, &error), error, $"clCreateKernel of {kernel.Name}");
        LargestGroup = (int)Cl.WorkGroupValue(KernelPtr, accelerator.DeviceId, CLKernelWorkGroupInfoType.CL_KERNEL_WORK_GROUP_SIZE);
        StaticSharedBytes = kernel.StaticSharedBytes;
        this.launcher = new ClLauncher(this, kernel.Source);
    }

    public IntPtr ProgramPtr { get; private set; }

    public IntPtr KernelPtr { get; private set; }

    /// <summary>The largest group that this kernel's use of registers and memory allows.</summary>
    internal int LargestGroup { get; }

    internal long StaticSharedBytes { get; }

    // Drivers for CPUs do: they turn the items of a group into loops.
    internal override bool IsCompiledPerGroupSize => ((CLAccelerator)Accelerator).DeviceType.HasFlag(CLDeviceType.CL_DEVICE_TYPE_CPU);

    /// <summary>Builds a kernel of OpenCL C written by hand. Releasing both handles is the caller's part.</summary>
    /// <returns>The error of the failed call; the log then says more.</returns>
    public static CLError LoadKernel(
        CLAccelerator accelerator,
        string name,
        string source,
        CLCVersion version,
        out IntPtr programPtr,
        out IntPtr kernelPtr,
        out string errorLog)
    {
        ArgumentNullException.ThrowIfNull(accelerator);
        (programPtr, kernelPtr) = (IntPtr.Zero, IntPtr.Zero);
        var error = accelerator.Compiler.TryBuild(source, $"-cl-std=CL{version}", out nint program, out errorLog);
        if (error != CLError.CL_SUCCESS)
            return error;
        nint kernel = ClApi.clCreateKernel(program, name, &error);
        if (error != CLError.CL_SUCCESS)
        {
            Cl.Check(ClApi.clReleaseProgram(program), "clReleaseProgram");
            return error;
        }
        (programPtr, kernelPtr) = (program, kernel);
        return error;
    }

    /// <summary>The compiled form of a program, as the driver gives it.</summary>
    public static byte[] LoadBinaryRepresentation(IntPtr program) => Cl.Binary(program);

    public byte[] LoadBinaryRepresentation() => LoadBinaryRepresentation(ProgramPtr);

    internal override void LaunchSlots(AcceleratorStream stream, in LaunchDimensions dimensions, ulong* slots, int slotCount) =>
        launcher.Launch((CLStream)stream, dimensions, slots);

    protected override void DisposeAcceleratorObject(bool disposing)
    {
        if (KernelPtr != IntPtr.Zero)
            ClRelease.Now(ClApi.clReleaseKernel(KernelPtr), "clReleaseKernel", disposing);
        KernelPtr = IntPtr.Zero;
        if (ProgramPtr != IntPtr.Zero)
            ClRelease.Now(ClApi.clReleaseProgram(ProgramPtr), "clReleaseProgram", disposing);
        ProgramPtr = IntPtr.Zero;
    }
}
