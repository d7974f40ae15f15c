using System.Reflection;
using GpuNet.Engine.Drivers;
using GpuNet.Engine.Drivers.Launching;
using GpuNet.Engine.Drivers.OpenCl;
using GpuNet.Engine.Drivers.OpenCl.Interop;
using ILGPU.Backends;
using ILGPU.Backends.OpenCL;

namespace ILGPU.Runtime.OpenCL;

/// <summary>An OpenCL device at work: one OpenCL context, an in-order queue for each stream.</summary>
public sealed unsafe class CLAccelerator : KernelAccelerator<CLCompiledKernel, CLKernel>
{
    // On GPUs enough to hide latency. On CPUs (measured through PoCL) a group's fixed cost no longer counts, and elementwise
    // kernels lose bandwidth with larger ones.
    private const int AutoGroupSize = 256;

    private readonly ClCompiler compiler;
    private readonly ClFill? fill;
    private readonly bool widensItems;

    internal CLAccelerator(Context context, CLDevice device)
        : base(context, device)
    {
        var facts = device.Facts;
        nint id = facts.Device;
        nint* properties = stackalloc nint[] { 0x1084 /* CL_CONTEXT_PLATFORM */, facts.Platform, 0 };
        CLError error;
        NativePtr = Cl.Check(ClApi.clCreateContext(properties, 1, &id, 0, 0, &error), error, $"clCreateContext on {facts.Name}");
        bool isCpu = facts.Type.HasFlag(CLDeviceType.CL_DEVICE_TYPE_CPU);
        compiler = new ClCompiler(facts, NativePtr, context.Properties.MathMode != MathMode.Default, isCpu, CompiledCodeCache.FromEnvironment());
        fill = new ClFill(NativePtr, id);
        // Processors have vectors of items of their own, and NVIDIA's compiler reads no 16 bytes whose alignment it does not see.
        widensItems = !isCpu && device.Vendor != CLDeviceVendor.Nvidia;
        DefaultStream = CreateStreamInternal();
        OnAcceleratorCreated();
    }

    public new CLDevice Device => (CLDevice)base.Device;

    public IntPtr PlatformId => Device.PlatformId;

    public string PlatformName => Device.PlatformName;

    public CLPlatformVersion PlatformVersion => Device.PlatformVersion;

    public string VendorName => Device.VendorName;

    public CLDeviceVendor Vendor => Device.Vendor;

    public IntPtr DeviceId => Device.DeviceId;

    public CLDeviceType DeviceType => Device.DeviceType;

    /// <summary>In MHz.</summary>
    public int ClockRate => Device.ClockRate;

    public CLCVersion CVersion => Device.CVersion;

    public CLCVersion CLStdVersion => Device.CLStdVersion;

    public new CLCapabilityContext Capabilities => Device.Capabilities;

    public override TExtension? CreateExtension<TExtension, TExtensionProvider>(TExtensionProvider provider)
        where TExtension : default =>
        provider.CreateOpenCLExtension(this);

    /// <summary>New memory is zeroed, as on the other devices: a program must not depend on chance.</summary>
    protected override MemoryBuffer AllocateRawInternal(long length, int elementSize)
    {
        var buffer = new CLMemoryBuffer(this, length, elementSize);
        try
        {
            // Many drivers find the memory only now.
            fill!.Zero(buffer.NativePtr, buffer.LengthInBytes);
            return buffer;
        }
        catch (CLException)
        {
            buffer.Dispose();
            throw;
        }
    }

    private protected override CompiledKernel CompileKernelInternal(KernelRequest request)
    {
        var program = KernelTranslator.Translate(request, Context.Properties);
        int items = 1;
        if (widensItems)
            (program, items) = KernelTranslator.Widen(program, Context.Properties);
        return new CLCompiledKernel(request, compiler.Emit(program) with { ItemsOfThread = items }, program.StaticSharedBytes);
    }

    internal ClCompiler Compiler => compiler;

    internal nint BuildProgram(CLCompiledKernel kernel) => compiler.Build(kernel.Name, kernel.Source.Text);

    protected override CLKernel CreateKernel(CLCompiledKernel compiledKernel) => new(this, compiledKernel, launcher: null);

    protected override CLKernel CreateKernel(CLCompiledKernel compiledKernel, MethodInfo launcher) => new(this, compiledKernel, launcher);

    protected override MethodInfo GenerateKernelLauncherMethod(CLCompiledKernel kernel, int customGroupSize) =>
        LauncherMethod.Build(kernel.Request.Signature, takesStream: true);

    protected override AcceleratorStream CreateStreamInternal()
    {
        var properties = Context.Properties.EnableProfiling ? CLCommandQueueProperties.CL_QUEUE_PROFILING_ENABLE : 0;
        CLError error;
        nint queue = ClApi.clCreateCommandQueue(NativePtr, DeviceId, (ulong)properties, &error);
        return new CLStream(this, Cl.Check(queue, error, $"clCreateCommandQueue on {Name}"), ownsQueue: true);
    }

    /// <summary>A stream over a command queue of this accelerator's context.</summary>
    /// <param name="ptr">The queue.</param>
    /// <param name="responsible">The stream releases the queue when it is disposed.</param>
    public CLStream CreateStream(IntPtr ptr, bool responsible) => new(this, ptr, responsible);

    protected override void SynchronizeInternal() => ForEachChildObject<CLStream>(static stream => stream.Synchronize());

    protected override void OnBind()
    {
    }

    protected override void OnUnbind()
    {
    }

    protected override bool CanAccessPeerInternal(Accelerator otherAccelerator) => false;

    protected override void EnablePeerAccessInternal(Accelerator otherAccelerator) =>
        throw new NotSupportedException("OpenCL devices cannot read each other's memory; copy between buffers instead.");

    protected override void DisablePeerAccessInternal(Accelerator otherAccelerator)
    {
    }

    protected override int EstimateMaxActiveGroupsPerMultiprocessorInternal(Kernel kernel, int groupSize, int dynamicSharedMemorySizeInBytes)
    {
        long shared = ((CLKernel)kernel).StaticSharedBytes + dynamicSharedMemorySizeInBytes;
        long groups = Math.Max(1, MaxNumThreadsPerMultiprocessor / groupSize);
        return (int)(shared == 0 ? groups : Math.Min(groups, MaxSharedMemoryPerGroup / shared));
    }

    protected override int EstimateGroupSizeInternal(Kernel kernel, Func<int, int> computeSharedMemorySize, int maxGroupSize, out int minGridSize)
    {
        int size = EstimateGroupSizeInternal(kernel, 0, maxGroupSize, out minGridSize);
        while (size > 1 && ((CLKernel)kernel).StaticSharedBytes + computeSharedMemorySize(size) > MaxSharedMemoryPerGroup)
            size /= 2;
        return size;
    }

    protected override int EstimateGroupSizeInternal(Kernel kernel, int dynamicSharedMemorySizeInBytes, int maxGroupSize, out int minGridSize)
    {
        minGridSize = NumMultiprocessors;
        int size = Math.Min(AutoGroupSize, ((CLKernel)kernel).LargestGroup);
        return maxGroupSize > 0 ? Math.Min(size, maxGroupSize) : size;
    }

    protected override PageLockScope<T> CreatePageLockFromPinnedInternal<T>(IntPtr pinned, long numElements) =>
        new PinnedPageLockScope<T>(this, pinned, numElements);

    protected override void DisposeAccelerator_SyncRoot(bool disposing)
    {
        if (NativePtr == IntPtr.Zero)
            return;
        // Absent if the constructor failed.
        fill?.Dispose();
        ClRelease.Now(ClApi.clReleaseContext(NativePtr), "clReleaseContext", disposing);
        NativePtr = IntPtr.Zero;
    }
}
