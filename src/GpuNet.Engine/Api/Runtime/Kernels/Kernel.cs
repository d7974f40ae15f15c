using System.Diagnostics;
using System.Reflection;
using GpuNet.Engine;
using GpuNet.Engine.Drivers.Cpu;
using GpuNet.Engine.Drivers.Launching;
using ILGPU.Backends;

namespace ILGPU.Runtime;

/// <summary>A kernel ready to launch on its accelerator.</summary>
public abstract class Kernel : AcceleratorObject
{
    private MethodInfo? launcher;
    private MethodInfo? streamlessLauncher;

    protected Kernel(Accelerator accelerator, CompiledKernel compiledKernel, MethodInfo? launcher)
        : base(accelerator)
    {
        ArgumentNullException.ThrowIfNull(compiledKernel);
        CompiledKernel = compiledKernel;
        this.launcher = launcher;
    }

    /// <summary>The static method that takes this kernel, a stream, the launch shape and the arguments, and launches.</summary>
    public MethodInfo? Launcher => launcher ??= LauncherMethod.Build(Signature, takesStream: true);

    public KernelSpecialization Specialization => CompiledKernel.Specialization;

    /// <summary>The number of parameters, without the index of an implicitly grouped kernel.</summary>
    public int NumParameters => CompiledKernel.NumParameters;

    public CompiledKernel.KernelInfo? Info { get; internal set; }

    public CompiledKernel CompiledKernel { get; }

    internal KernelSignature Signature => CompiledKernel.Request.Signature;

    /// <summary>The group size of an implicitly grouped kernel in work-items; 0 for an explicitly grouped one.</summary>
    internal int GroupSize { get; set; }

    /// <summary>The driver translates the kernel once more for every group size it is launched with.</summary>
    internal virtual bool IsCompiledPerGroupSize => false;

    /// <summary>A delegate that launches this kernel. Its parameters are the stream (optional), the launch shape and the arguments.</summary>
    public TDelegate CreateLauncherDelegate<TDelegate>()
        where TDelegate : Delegate
    {
        long start = Stopwatch.GetTimestamp();
        bool takesStream = LauncherMethod.CheckDelegate(Signature, typeof(TDelegate));
        var method = takesStream
            ? Launcher!
            : streamlessLauncher ??= LauncherMethod.Build(Signature, takesStream: false);
        var launcher = method.CreateDelegate<TDelegate>(this);
        KernelCompilation.AddTimeSince(start);
        return launcher;
    }

    /// <summary>Launches with arguments that are known at run time only. Slower than a launcher delegate.</summary>
    public void Launch<TIndex>(AcceleratorStream stream, TIndex dimension, params object[] args)
        where TIndex : struct, IIndex
    {
        ArgumentNullException.ThrowIfNull(args);
        var arguments = LauncherMethod.CheckArguments(Signature, dimension, args);
        Launcher!.Invoke(
            null,
            BindingFlags.DoNotWrapExceptions,
            binder: null,
            [this, stream, .. arguments],
            culture: null);
    }

    public void Launch(AcceleratorStream stream, int dimension, params object[] args) =>
        Launch(stream, new Index1D(dimension), args);

    /// <summary>The kernel that runs these arguments: another one where this one is compiled anew for specialized values.</summary>
    internal virtual unsafe Kernel Resolve(ulong* slots) => this;

    /// <summary>
    /// Puts a launch into the stream. The slots are the caller's; they must be read before this returns. The dimensions
    /// have been checked against the device and are not empty.
    /// </summary>
    internal abstract unsafe void LaunchSlots(
        AcceleratorStream stream,
        in LaunchDimensions dimensions,
        ulong* slots,
        int slotCount);
}
