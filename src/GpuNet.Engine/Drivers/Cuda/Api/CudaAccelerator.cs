using System.Reflection;
using GpuNet.Engine.Drivers;
using GpuNet.Engine.Drivers.Cuda;
using GpuNet.Engine.Drivers.Cuda.Interop;
using GpuNet.Engine.Drivers.Launching;
using GpuNet.Engine.IR;
using ILGPU.Backends;
using ILGPU.Backends.PTX;

namespace ILGPU.Runtime.Cuda;

/// <summary>An NVIDIA GPU at work, in the device's primary context.</summary>
public sealed unsafe partial class CudaAccelerator : KernelAccelerator<PTXCompiledKernel, CudaKernel>
{
    /// <summary>Rows that start at such addresses are read in whole transactions.</summary>
    public static readonly int PitchedAllocationAlignmentInBytes = 512;

    internal CudaAccelerator(Context context, CudaDevice device, CudaAcceleratorFlags flags)
        : base(context, device)
    {
        DriverContext = new CudaContext(device.Facts, flags);
        NativePtr = DriverContext.Handle;
        Compiler = CudaCompiler.Create(device.Facts, device.Compiler, context.Properties.MathMode != MathMode.Default, CompiledCodeCache.FromEnvironment());
        DefaultStream = CreateStreamInternal();
        OnAcceleratorCreated();
    }

    // Null only if the constructor found no context.
    internal CudaContext DriverContext { get; } = null!;

    internal CudaCompiler Compiler { get; } = null!;

    private CudaDriver Driver => DriverContext.Driver;

    public static CudaMemoryType GetCudaMemoryType(IntPtr value)
    {
        if (CudaDevices.OfMachine.Usable is not [var first, ..])
            return CudaMemoryType.None;
        int type = 0;
        // The driver has never heard of ordinary host memory.
        return first.Driver.cuPointerGetAttribute(&type, CudaPointerAttribute.MemoryType, value) == CudaError.CUDA_SUCCESS
            ? (CudaMemoryType)type
            : CudaMemoryType.None;
    }

    public static bool TryGetInstructionSet(
        CudaArchitecture architecture,
        CudaDriverVersion installedDriverVersion,
        out CudaDriverVersion minDriverVersion,
        out CudaInstructionSet instructionSet) =>
        CudaInstructionSets.TryFind(architecture, installedDriverVersion, out minDriverVersion, out instructionSet);

    public static CudaInstructionSet GetInstructionSet(CudaArchitecture architecture, CudaDriverVersion installedDriverVersion) =>
        TryGetInstructionSet(architecture, installedDriverVersion, out var oldest, out var set)
            ? set
            : throw new NotSupportedException(oldest.Value == 0
                ? $"The engine knows no architecture {architecture}."
                : $"{architecture} needs a driver for CUDA {oldest}; the installed one supports {installedDriverVersion}.");

    public override TExtension? CreateExtension<TExtension, TExtensionProvider>(TExtensionProvider provider)
        where TExtension : default =>
        provider.CreateCudaExtension(this);

    public long GetFreeMemory()
    {
        ThrowIfDisposed();
        DriverContext.MakeCurrent();
        return DriverContext.Memory.FreeBytes();
    }

    protected override MemoryBuffer AllocateRawInternal(long length, int elementSize) => new CudaMemoryBuffer(this, length, elementSize);

    public MemoryBuffer2D<T, Stride2D.DenseX> Allocate2DPitchedX<T>(LongIndex2D extent)
        where T : unmanaged => Allocate2DPitchedX<T>(extent, PitchedAllocationAlignmentInBytes);

    public MemoryBuffer2D<T, Stride2D.DenseY> Allocate2DPitchedY<T>(LongIndex2D extent)
        where T : unmanaged => Allocate2DPitchedY<T>(extent, PitchedAllocationAlignmentInBytes);

    private protected override CompiledKernel CompileKernelInternal(KernelRequest request)
    {
        var (program, items) = KernelTranslator.Widen(Translate(), Context.Properties);
        return new PTXCompiledKernel(
            request, Compiler.Emit(program, request.Specialization) with { ItemsOfThread = items },
            () => Compiler.Emit(Translate(), request.Specialization, joinsAccesses: false));

        KernelProgram Translate() => KernelTranslator.Translate(request, Context.Properties, hasWarps: true);
    }

    protected override CudaKernel CreateKernel(PTXCompiledKernel compiledKernel) => new(this, compiledKernel, launcher: null);

    protected override CudaKernel CreateKernel(PTXCompiledKernel compiledKernel, MethodInfo launcher) => new(this, compiledKernel, launcher);

    protected override MethodInfo GenerateKernelLauncherMethod(PTXCompiledKernel kernel, int customGroupSize) =>
        LauncherMethod.Build(kernel.Request.Signature, takesStream: true);

    // A stream of its own, which waits for no other program's: graphs cannot be captured in the driver's default stream.
    protected override AcceleratorStream CreateStreamInternal() => CreateStream(StreamFlags.CU_STREAM_NON_BLOCKING);

    public CudaStream CreateStream(StreamFlags flag)
    {
        ThrowIfDisposed();
        DriverContext.MakeCurrent();
        nint stream;
        Driver.Check(Driver.cuStreamCreate(&stream, flag), $"cuStreamCreate on {Name}");
        return new CudaStream(this, DriverContext.Own(stream, handle => Driver.Check(Driver.cuStreamDestroy_v2(handle), "cuStreamDestroy")), ownsHandle: true);
    }

    /// <summary>A stream over a handle of this device's context.</summary>
    /// <param name="ptr">The handle.</param>
    /// <param name="responsible">The stream destroys the handle when it is disposed.</param>
    public CudaStream CreateStream(IntPtr ptr, bool responsible)
    {
        ThrowIfDisposed();
        if (responsible)
            DriverContext.Own(ptr, handle => Driver.Check(Driver.cuStreamDestroy_v2(handle), "cuStreamDestroy"));
        return new CudaStream(this, ptr, responsible);
    }

    protected override void SynchronizeInternal() => ForEachChildObject<CudaStream>(static stream => stream.Synchronize());

    protected override void OnBind() => DriverContext.MakeCurrent();

    protected override void OnUnbind()
    {
    }

    protected override bool CanAccessPeerInternal(Accelerator otherAccelerator)
    {
        if (otherAccelerator is not CudaAccelerator other || other.Driver != Driver)
            return false;
        int can;
        Driver.Check(Driver.cuDeviceCanAccessPeer(&can, Device.Facts.Handle, other.Device.Facts.Handle), "cuDeviceCanAccessPeer");
        return can != 0;
    }

    protected override void EnablePeerAccessInternal(Accelerator otherAccelerator)
    {
        var other = (CudaAccelerator)otherAccelerator;
        DriverContext.MakeCurrent();
        var error = Driver.cuCtxEnablePeerAccess(other.DriverContext.Handle, 0);
        // The context is shared with whatever else in the process uses CUDA.
        if (error != CudaError.CUDA_ERROR_PEER_ACCESS_ALREADY_ENABLED)
            Driver.Check(error, $"cuCtxEnablePeerAccess from {Name} to {other.Name}");
        other.DriverContext.Memory.AllowAccessFrom(Device.Facts);
    }

    protected override void DisablePeerAccessInternal(Accelerator otherAccelerator)
    {
        var other = (CudaAccelerator)otherAccelerator;
        DriverContext.MakeCurrent();
        Driver.Check(Driver.cuCtxDisablePeerAccess(other.DriverContext.Handle), $"cuCtxDisablePeerAccess from {Name} to {other.Name}");
    }

    protected override PageLockScope<T> CreatePageLockFromPinnedInternal<T>(IntPtr pinned, long numElements) =>
        new CudaPageLockScope<T>(this, pinned, numElements);

    protected override void DisposeAccelerator_SyncRoot(bool disposing)
    {
        DriverContext?.Dispose();
        NativePtr = IntPtr.Zero;
    }
}
