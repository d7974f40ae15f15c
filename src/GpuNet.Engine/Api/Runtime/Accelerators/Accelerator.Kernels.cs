using System.Diagnostics;
using System.Reflection;
using GpuNet.Engine;
using GpuNet.Engine.Drivers.Launching;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;

namespace ILGPU.Runtime;

public abstract partial class Accelerator
{
    /// <summary>Loads a compiled kernel; what tells explicit, implicit and automatic grouping apart.</summary>
    public interface IKernelLoader
    {
        int GroupSize { get; }

        Kernel LoadKernel(Accelerator accelerator, CompiledKernel compiledKernel, out KernelInfo kernelInfo);
    }

    public CompiledKernel CompileKernel(in EntryPointDescription entry) =>
        CompileKernel(entry, KernelSpecialization.Empty);

    public CompiledKernel CompileKernel(in EntryPointDescription entry, in KernelSpecialization specialization) =>
        Compile(new KernelRequest(KernelSignature.Of(entry), specialization));

    /// <summary>Translates a kernel for this device.</summary>
    private protected abstract CompiledKernel CompileKernelInternal(KernelRequest request);

    internal CompiledKernel Compile(KernelRequest request)
    {
        ThrowIfDisposed();
        if (!request.Specialization.IsCompatibleWith(this))
        {
            throw new NotSupportedException(
                $"{Name} allows groups of {MaxNumThreadsPerGroup} work-items; the kernel asks for groups of up to "
                + $"{request.Specialization.MaxNumThreadsPerGroup}.");
        }

        // Specialized kernels are compiled at the first launch with each combination of values.
        if (request.AwaitsValues)
            return new CompiledKernel(request);
        long start = Stopwatch.GetTimestamp();
        var kernel = OrCompilerException(() => CompileKernelInternal(request));
        KernelCompilation.CountKernel();
        KernelCompilation.AddTimeSince(start);
        return kernel;
    }

    public Kernel LoadKernel(CompiledKernel kernel) => Load(kernel, ExplicitLoader.Instance, out _);

    protected abstract Kernel LoadKernelInternal(CompiledKernel kernel);

    public Kernel LoadImplicitlyGroupedKernel(CompiledKernel kernel, int customGroupSize) =>
        LoadImplicitlyGroupedKernel(kernel, customGroupSize, out _);

    public Kernel LoadImplicitlyGroupedKernel(CompiledKernel kernel, int customGroupSize, out KernelInfo kernelInfo) =>
        Load(kernel, new ImplicitLoader(CheckGroupSize(customGroupSize)), out kernelInfo);

    protected abstract Kernel LoadImplicitlyGroupedKernelInternal(
        CompiledKernel kernel,
        int customGroupSize,
        out KernelInfo kernelInfo);

    public Kernel LoadAutoGroupedKernel(CompiledKernel kernel) => LoadAutoGroupedKernel(kernel, out _);

    public Kernel LoadAutoGroupedKernel(CompiledKernel kernel, out KernelInfo kernelInfo) =>
        Load(kernel, AutoLoader.Instance, out kernelInfo);

    protected abstract Kernel LoadAutoGroupedKernelInternal(CompiledKernel kernel, out KernelInfo kernelInfo);

    public Kernel LoadKernel(MethodInfo method) => LoadKernel(method, KernelSpecialization.Empty);

    public Kernel LoadKernel(MethodInfo method, KernelSpecialization specialization) =>
        LoadKernel(method, specialization, out _);

    public Kernel LoadKernel(MethodInfo method, KernelSpecialization specialization, out KernelInfo kernelInfo) =>
        LoadCached(
            EntryPointDescription.FromExplicitlyGroupedKernel(method),
            specialization,
            ExplicitLoader.Instance,
            out kernelInfo);

    public Kernel LoadImplicitlyGroupedKernel(MethodInfo method, int customGroupSize) =>
        LoadImplicitlyGroupedKernel(method, customGroupSize, out _);

    private Kernel LoadImplicitlyGroupedKernel(MethodInfo method, int customGroupSize, out KernelInfo kernelInfo) =>
        LoadCached(
            EntryPointDescription.FromImplicitlyGroupedKernel(method),
            KernelSpecialization.Empty,
            new ImplicitLoader(CheckGroupSize(customGroupSize)),
            out kernelInfo);

    public Kernel LoadAutoGroupedKernel(MethodInfo method) => LoadAutoGroupedKernel(method, out _);

    public Kernel LoadAutoGroupedKernel(MethodInfo method, out KernelInfo kernelInfo) =>
        LoadCached(
            EntryPointDescription.FromImplicitlyGroupedKernel(method),
            KernelSpecialization.Empty,
            AutoLoader.Instance,
            out kernelInfo);

    /// <summary>Loads with the loader; a kernel that awaits specialized values is loaded when they come.</summary>
    internal Kernel Load(CompiledKernel kernel, IKernelLoader loader, out KernelInfo kernelInfo)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ThrowIfDisposed();
        KernelInfo? info = null;
        var loaded = kernel.Request.AwaitsValues
            ? SpecializedKernel.Create(this, kernel, loader, out info)
            : OrCompilerException(() => loader.LoadKernel(this, kernel, out info));
        loaded.Info = kernelInfo = info!;
        return loaded;
    }

    /// <summary>A program for ILGPU expects this exception of a kernel that cannot be compiled.</summary>
    private static T OrCompilerException<T>(Func<T> compile)
    {
        try
        {
            return compile();
        }
        catch (KernelCompilationException exception)
        {
            throw new InternalCompilerException(exception.Message, exception);
        }
    }

    private Kernel LoadCached(
        in EntryPointDescription entry,
        KernelSpecialization specialization,
        IKernelLoader loader,
        out KernelInfo kernelInfo)
    {
        ThrowIfDisposed();
        var description = entry;
        Kernel Load() => this.Load(CompileKernel(description, specialization), loader, out _);
        var key = new KernelCache.Key(entry.MethodSource, entry.IndexType, loader.GroupSize, specialization);
        var kernel = Context.Properties.CachingMode is CachingMode.NoKernelCaching or CachingMode.Disabled
            ? Load()
            : kernels.GetOrLoad(key, Load);
        kernelInfo = (KernelInfo)kernel.Info!;
        return kernel;
    }

    private int CheckGroupSize(int groupSize) =>
        groupSize >= 1 && groupSize <= MaxNumThreadsPerGroup
            ? groupSize
            : throw new ArgumentOutOfRangeException(
                nameof(groupSize), groupSize, $"{Name} allows groups of 1 to {MaxNumThreadsPerGroup} work-items.");

    private sealed class ExplicitLoader : IKernelLoader
    {
        public static readonly ExplicitLoader Instance = new();

        public int GroupSize => 0;

        public Kernel LoadKernel(Accelerator accelerator, CompiledKernel compiledKernel, out KernelInfo kernelInfo)
        {
            kernelInfo = new KernelInfo(minGroupSize: null, minGridSize: null);
            return accelerator.LoadKernelInternal(compiledKernel);
        }
    }

    private sealed class ImplicitLoader(int groupSize) : IKernelLoader
    {
        public int GroupSize => groupSize;

        public Kernel LoadKernel(Accelerator accelerator, CompiledKernel compiledKernel, out KernelInfo kernelInfo) =>
            accelerator.LoadImplicitlyGroupedKernelInternal(compiledKernel, groupSize, out kernelInfo);
    }

    private sealed class AutoLoader : IKernelLoader
    {
        public static readonly AutoLoader Instance = new();

        public int GroupSize => -1;

        public Kernel LoadKernel(Accelerator accelerator, CompiledKernel compiledKernel, out KernelInfo kernelInfo) =>
            accelerator.LoadAutoGroupedKernelInternal(compiledKernel, out kernelInfo);
    }
}
