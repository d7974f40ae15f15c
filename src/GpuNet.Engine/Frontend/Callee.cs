using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using GpuNet.Engine.Frontend.Intrinsics;

namespace GpuNet.Engine.Frontend;

/// <summary>What a call has to know about the method it calls; made once a method.</summary>
internal sealed class Callee
{
    private static readonly ConcurrentDictionary<MethodBase, Callee> Cache = new();

    private Callee(MethodBase method)
    {
        Method = method;
        var parameters = method.GetParameters();
        int receiver = method.IsStatic ? 0 : 1;
        ParameterTypes = new Type[parameters.Length + receiver];
        if (receiver == 1)
            ParameterTypes[0] = method.DeclaringType!.IsValueType
                ? method.DeclaringType.MakeByRefType()
                : method.DeclaringType;
        for (int index = 0; index < parameters.Length; index++)
            ParameterTypes[index + receiver] = parameters[index].ParameterType;
        ReturnType = method is MethodInfo { ReturnType: var type } ? type : typeof(void);
        Intrinsic = IntrinsicTable.Find(method);
        IsSystem = method.DeclaringType?.Assembly == typeof(object).Assembly;
        IsThrowHelper = IsSystem && ReturnType == typeof(void)
            && method.IsDefined(typeof(DoesNotReturnAttribute), false);
    }

    public MethodBase Method { get; }

    /// <summary>With the receiver in front, by reference for structs.</summary>
    public Type[] ParameterTypes { get; }
    public Type ReturnType { get; }
    public Intrinsic? Intrinsic { get; }

    /// <summary>Of .NET's own library, whose insides no user can change.</summary>
    public bool IsSystem { get; }

    /// <summary>How .NET's own library reports bad arguments. Devices do not check: such calls are left out.</summary>
    public bool IsThrowHelper { get; }

    public static Callee Of(MethodBase method) =>
        Cache.TryGetValue(method, out var callee)
            ? callee
            : Cache.GetOrAdd(method, new Callee(Replacements.Find(method) ?? method));
}
