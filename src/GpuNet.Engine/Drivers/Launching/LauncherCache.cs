using System.Collections.Concurrent;
using System.Reflection;

namespace GpuNet.Engine.Drivers.Launching;

/// <summary>The launcher delegates of kernels that are launched without being loaded first.</summary>
internal sealed class LauncherCache
{
    private readonly ConcurrentDictionary<(MethodInfo Method, Type Launcher), Delegate> launchers = new();

    public TDelegate GetOrLoad<TDelegate>(MethodInfo method, Func<MethodInfo, TDelegate> load)
        where TDelegate : Delegate
    {
        var key = (method, typeof(TDelegate));
        return (TDelegate)(launchers.TryGetValue(key, out var launcher)
            ? launcher
            : launchers.GetOrAdd(key, load(method)));
    }

    public void Clear() => launchers.Clear();
}
