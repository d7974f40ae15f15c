using System.Collections.Concurrent;
using System.Reflection;

namespace GpuNet.Engine.Frontend;

/// <summary>Finds the method that a virtual, interface or static abstract call reaches on a known struct.</summary>
internal static class CallResolver
{
    private static readonly ConcurrentDictionary<Type, ConcurrentDictionary<MethodBase, MethodBase?>> Cache = new();

    /// <returns>Null where the receiver inherits a method of a class: that call boxes.</returns>
    public static MethodBase? Resolve(Type receiver, MethodBase method)
    {
        var targets = Cache.GetOrAdd(receiver, static _ => new ConcurrentDictionary<MethodBase, MethodBase?>());
        return targets.TryGetValue(method, out var target) ? target : targets.GetOrAdd(method, Find(receiver, method));
    }

    private static MethodBase? Find(Type receiver, MethodBase method)
    {
        var declaring = method.DeclaringType!;
        if (declaring == receiver)
            return method;
        return declaring.IsInterface
            ? Implementation(receiver, declaring, (MethodInfo)method)
            : Override(receiver, (MethodInfo)method);
    }

    private static MethodInfo? Implementation(Type receiver, Type contract, MethodInfo method)
    {
        if (receiver.IsInterface || !contract.IsAssignableFrom(receiver))
            return method.IsAbstract ? null : method;
        var definition = method.IsGenericMethod ? method.GetGenericMethodDefinition() : method;
        var map = receiver.GetInterfaceMap(contract);
        for (int index = 0; index < map.InterfaceMethods.Length; index++)
        {
            if (map.InterfaceMethods[index].MetadataToken != definition.MetadataToken
                || map.InterfaceMethods[index].Module != definition.Module)
                continue;
            var target = map.TargetMethods[index];
            return target is { IsGenericMethodDefinition: true }
                ? target.MakeGenericMethod(method.GetGenericArguments())
                : target;
        }
        return method.IsAbstract ? null : method;
    }

    private static MethodInfo? Override(Type receiver, MethodInfo method)
    {
        var parameters = Array.ConvertAll(method.GetParameters(), parameter => parameter.ParameterType);
        var target = receiver.GetMethod(method.Name, BindingFlags.Instance | BindingFlags.Public, parameters);
        return target?.DeclaringType == receiver ? target : null;
    }
}
