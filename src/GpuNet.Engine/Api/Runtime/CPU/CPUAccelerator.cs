using GpuNet.Engine;
using GpuNet.Engine.Drivers.Cpu;
using GpuNet.Engine.Drivers.Launching;
using ILGPU.Backends;

namespace ILGPU.Runtime.CPU;

/// <summary>The CPU at work. Memory is host memory, and streams run their work at once, in the order given.</summary>
public sealed class CPUAccelerator : Accelerator
{
    internal CPUAccelerator(
        Context context,
        CPUDevice device,
        CPUAcceleratorMode mode,
        ThreadPriority threadPriority)
        : base(context, device)
    {
        Mode = mode;
        ThreadPriority = threadPriority;
        ExecutionMode = CpuExecutionModes.Select(context.Properties);
        DefaultStream = CreateStreamInternal();
        OnAcceleratorCreated();
    }

    public CPUAcceleratorMode Mode { get; }

    public ThreadPriority ThreadPriority { get; }

    /// <summary>True if kernels run on the calling thread alone.</summary>
    public bool UsesSequentialExecution =>
        Mode == CPUAcceleratorMode.Sequential || ExecutionMode == CpuExecutionMode.Debug;

    /// <summary>The number of work-items that fill the device.</summary>
    public int NumThreads => ((CPUDevice)Device).NumThreads;

    internal CpuExecutionMode ExecutionMode { get; }

    public override TExtension? CreateExtension<TExtension, TExtensionProvider>(TExtensionProvider provider)
        where TExtension : default =>
        provider.CreateCPUExtension(this);

    protected override MemoryBuffer AllocateRawInternal(long length, int elementSize) =>
        CPUMemoryBuffer.Create(this, length, elementSize);

    private protected override CompiledKernel CompileKernelInternal(KernelRequest request) =>
        ExecutionMode == CpuExecutionMode.Debug
            ? new CompiledKernel(request)
            : CpuCompiledKernel.Create(this, request);

    protected override Kernel LoadKernelInternal(CompiledKernel kernel) =>
        CPUKernel.Create(this, kernel, customGroupSize: 0);

    protected override Kernel LoadImplicitlyGroupedKernelInternal(
        CompiledKernel kernel,
        int customGroupSize,
        out KernelInfo kernelInfo)
    {
        kernelInfo = new KernelInfo(customGroupSize, minGridSize: null);
        return CPUKernel.Create(this, kernel, customGroupSize);
    }

    protected override Kernel LoadAutoGroupedKernelInternal(CompiledKernel kernel, out KernelInfo kernelInfo)
    {
        int groupSize = kernel.Request.Specialization.MaxNumThreadsPerGroup ?? AutoGroupSize;
        kernelInfo = new KernelInfo(groupSize, NumMultiprocessors);
        return CPUKernel.Create(this, kernel, groupSize);
    }

    protected override AcceleratorStream CreateStreamInternal() => new CpuStream(this);

    protected override void SynchronizeInternal()
    {
    }

    protected override void OnBind()
    {
    }

    protected override void OnUnbind()
    {
    }

    protected override bool CanAccessPeerInternal(Accelerator otherAccelerator) => otherAccelerator is CPUAccelerator;

    protected override void EnablePeerAccessInternal(Accelerator otherAccelerator)
    {
    }

    protected override void DisablePeerAccessInternal(Accelerator otherAccelerator)
    {
    }

    protected override int EstimateMaxActiveGroupsPerMultiprocessorInternal(
        Kernel kernel,
        int groupSize,
        int dynamicSharedMemorySizeInBytes) =>
        1;

    protected override int EstimateGroupSizeInternal(
        Kernel kernel,
        Func<int, int> computeSharedMemorySize,
        int maxGroupSize,
        out int minGridSize)
    {
        minGridSize = NumMultiprocessors;
        return GroupSizeWithin(maxGroupSize);
    }

    protected override int EstimateGroupSizeInternal(
        Kernel kernel,
        int dynamicSharedMemorySizeInBytes,
        int maxGroupSize,
        out int minGridSize)
    {
        minGridSize = NumMultiprocessors;
        return GroupSizeWithin(maxGroupSize);
    }

    protected override PageLockScope<T> CreatePageLockFromPinnedInternal<T>(IntPtr pinned, long numElements) =>
        new PinnedPageLockScope<T>(this, pinned, numElements);

    protected override void DisposeAccelerator_SyncRoot(bool disposing)
    {
    }

    // Large enough that a group's fixed cost does not count, small enough to give all cores work early.
    private int AutoGroupSize => Math.Min(MaxNumThreadsPerGroup, 256);

    private int GroupSizeWithin(int maxGroupSize) =>
        maxGroupSize > 0 ? Math.Min(maxGroupSize, AutoGroupSize) : AutoGroupSize;
}
