using System.Reflection;

namespace GpuNet;

/// <summary>What kernels are called in profiles: as in C#, without namespaces.</summary>
internal static class KernelName
{
    internal static string Of(MethodInfo kernel) => $"{Of(kernel.DeclaringType!)}.{kernel.Name}{Arguments(kernel.GetGenericArguments())}";

    private static string Of(Type type)
    {
        var arity = type.Name.IndexOf('`', StringComparison.Ordinal);
        return (arity < 0 ? type.Name : type.Name[..arity]) + Arguments(type.GetGenericArguments());
    }

    private static string Arguments(Type[] types) => types.Length == 0 ? "" : $"<{string.Join(", ", types.Select(Of))}>";
}
