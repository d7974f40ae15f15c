using System.Collections.Concurrent;
using System.Reflection;

namespace GpuNet.Engine.Drivers.Launching;

/// <summary>The launcher delegates of kernels that are launched without being loaded first.</summary>
internal sealed class LauncherCache
{
    private readonly ConcurrentDictionary<Type, ConcurrentDictionary<MethodInfo, Delegate>> launchers = new();

    public TDelegate GetOrLoad<TDelegate>(MethodInfo method, Func<MethodInfo, TDelegate> load)
        where TDelegate : Delegate
    {
        var ofType = launchers.GetOrAdd(typeof(TDelegate), static _ => new ConcurrentDictionary<MethodInfo, Delegate>());
        return (TDelegate)(ofType.TryGetValue(method, out var launcher)
            ? launcher
            : ofType.GetOrAdd(method, load(method)));
    }

    public void Clear() => launchers.Clear();
}
