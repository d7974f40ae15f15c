using System.Reflection;
using ILGPU.Backends;

namespace ILGPU.Runtime;

/// <summary>An accelerator that runs code compiled for its device.</summary>
public abstract class KernelAccelerator<TCompiledKernel, TKernel> : Accelerator
    where TCompiledKernel : CompiledKernel
    where TKernel : Kernel
{
    protected KernelAccelerator(Context context, Device device)
        : base(context, device)
    {
    }

    protected sealed override Kernel LoadKernelInternal(CompiledKernel kernel) =>
        CreateKernel(Typed(kernel), GenerateKernelLauncherMethod(Typed(kernel), 0));

    protected sealed override Kernel LoadImplicitlyGroupedKernelInternal(
        CompiledKernel kernel,
        int customGroupSize,
        out KernelInfo kernelInfo)
    {
        var loaded = CreateKernel(Typed(kernel), GenerateKernelLauncherMethod(Typed(kernel), customGroupSize));
        loaded.GroupSize = customGroupSize;
        kernelInfo = new KernelInfo(customGroupSize, minGridSize: null);
        return loaded;
    }

    protected sealed override Kernel LoadAutoGroupedKernelInternal(CompiledKernel kernel, out KernelInfo kernelInfo)
    {
        var loaded = CreateKernel(Typed(kernel));
        int maxGroupSize = kernel.Specialization.MaxNumThreadsPerGroup ?? MaxNumThreadsPerGroup;
        loaded.GroupSize = EstimateGroupSize(loaded, 0, maxGroupSize, out int minGridSize);
        kernelInfo = new KernelInfo(loaded.GroupSize, minGridSize);
        return loaded;
    }

    protected abstract MethodInfo GenerateKernelLauncherMethod(TCompiledKernel kernel, int customGroupSize);

    protected abstract TKernel CreateKernel(TCompiledKernel compiledKernel);

    protected abstract TKernel CreateKernel(TCompiledKernel compiledKernel, MethodInfo launcher);

    private TCompiledKernel Typed(CompiledKernel kernel) =>
        kernel as TCompiledKernel
        ?? throw new ArgumentException(
            $"The kernel {kernel.Name} was compiled for another kind of device than {Name}.", nameof(kernel));
}
