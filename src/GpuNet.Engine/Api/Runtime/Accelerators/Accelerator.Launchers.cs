using System.Reflection;
using GpuNet.Engine.Drivers.Launching;

namespace ILGPU.Runtime;

public abstract partial class Accelerator
{
    private readonly LauncherCache launchers = new();

    public TDelegate LoadKernel<TDelegate>(MethodInfo method)
        where TDelegate : Delegate =>
        LoadKernel(method).CreateLauncherDelegate<TDelegate>();

    public TDelegate LoadKernel<TDelegate>(MethodInfo method, KernelSpecialization specialization)
        where TDelegate : Delegate =>
        LoadKernel(method, specialization).CreateLauncherDelegate<TDelegate>();

    public TDelegate LoadKernel<TDelegate>(
        MethodInfo method,
        KernelSpecialization specialization,
        out KernelInfo kernelInfo)
        where TDelegate : Delegate =>
        LoadKernel(method, specialization, out kernelInfo).CreateLauncherDelegate<TDelegate>();

    public TDelegate LoadImplicitlyGroupedKernel<TDelegate>(MethodInfo method, int customGroupSize)
        where TDelegate : Delegate =>
        LoadImplicitlyGroupedKernel(method, customGroupSize).CreateLauncherDelegate<TDelegate>();

    public TDelegate LoadImplicitlyGroupedKernel<TDelegate>(
        MethodInfo method,
        int customGroupSize,
        out KernelInfo kernelInfo)
        where TDelegate : Delegate =>
        LoadImplicitlyGroupedKernel(method, customGroupSize, out kernelInfo).CreateLauncherDelegate<TDelegate>();

    public TDelegate LoadAutoGroupedKernel<TDelegate>(MethodInfo method)
        where TDelegate : Delegate =>
        LoadAutoGroupedKernel(method).CreateLauncherDelegate<TDelegate>();

    public TDelegate LoadAutoGroupedKernel<TDelegate>(MethodInfo method, out KernelInfo kernelInfo)
        where TDelegate : Delegate =>
        LoadAutoGroupedKernel(method, out kernelInfo).CreateLauncherDelegate<TDelegate>();

    public TDelegate LoadKernel<TDelegate, TSourceDelegate>(TSourceDelegate methodDelegate, out KernelInfo kernelInfo)
        where TDelegate : Delegate
        where TSourceDelegate : Delegate =>
        LoadKernel<TDelegate, TSourceDelegate>(methodDelegate, KernelSpecialization.Empty, out kernelInfo);

    public TDelegate LoadKernel<TDelegate, TSourceDelegate>(
        TSourceDelegate methodDelegate,
        KernelSpecialization specialization,
        out KernelInfo kernelInfo)
        where TDelegate : Delegate
        where TSourceDelegate : Delegate =>
        LoadKernel<TDelegate>(MethodOf(methodDelegate), specialization, out kernelInfo);

    public TDelegate LoadImplicitlyGroupedKernel<TDelegate, TSourceDelegate>(
        TSourceDelegate methodDelegate,
        int customGroupSize)
        where TDelegate : Delegate
        where TSourceDelegate : Delegate =>
        LoadImplicitlyGroupedKernel<TDelegate>(MethodOf(methodDelegate), customGroupSize);

    public TDelegate LoadImplicitlyGroupedKernel<TDelegate, TSourceDelegate>(
        TSourceDelegate methodDelegate,
        int customGroupSize,
        out KernelInfo kernelInfo)
        where TDelegate : Delegate
        where TSourceDelegate : Delegate =>
        LoadImplicitlyGroupedKernel<TDelegate>(MethodOf(methodDelegate), customGroupSize, out kernelInfo);

    public TDelegate LoadAutoGroupedKernel<TDelegate, TSourceDelegate>(
        TSourceDelegate methodDelegate,
        out KernelInfo kernelInfo)
        where TDelegate : Delegate
        where TSourceDelegate : Delegate =>
        LoadAutoGroupedKernel<TDelegate>(MethodOf(methodDelegate), out kernelInfo);

    public TDelegate LoadAutoGroupedKernel<TDelegate, TSourceDelegate>(TSourceDelegate methodDelegate)
        where TDelegate : Delegate
        where TSourceDelegate : Delegate =>
        LoadAutoGroupedKernel<TDelegate>(MethodOf(methodDelegate));

    /// <summary>The launcher of an explicitly grouped kernel that was not loaded before; it is kept for the next launch.</summary>
    private TDelegate GetLauncher<TDelegate>(Delegate action)
        where TDelegate : Delegate =>
        CachesLaunchers
            ? launchers.GetOrLoad(MethodOf(action), LoadKernel<TDelegate>)
            : LoadKernel<TDelegate>(MethodOf(action));

    /// <summary>The same for an automatically grouped kernel.</summary>
    private TDelegate GetAutoGroupedLauncher<TDelegate>(Delegate action)
        where TDelegate : Delegate =>
        CachesLaunchers
            ? launchers.GetOrLoad(MethodOf(action), LoadAutoGroupedKernel<TDelegate>)
            : LoadAutoGroupedKernel<TDelegate>(MethodOf(action));

    private bool CachesLaunchers =>
        Context.Properties.CachingMode is not (CachingMode.NoLaunchCaching or CachingMode.Disabled);

    private static MethodInfo MethodOf(Delegate methodDelegate)
    {
        ArgumentNullException.ThrowIfNull(methodDelegate);
        return methodDelegate.Method;
    }
}
