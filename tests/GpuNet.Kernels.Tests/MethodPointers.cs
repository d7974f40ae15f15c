using System.Buffers.Binary;
using System.Reflection;

namespace GpuNet.Kernels.Tests;

/// <summary>The methods that an assembly's code makes delegates of, kernels among them: operands of the instruction <c>ldftn</c>.</summary>
internal static class MethodPointers
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    internal static IEnumerable<MethodBase> In(Assembly assembly) =>
        assembly.GetTypes().SelectMany(type => type.GetMethods(All).Concat<MethodBase>(type.GetConstructors(All)).Append(type.TypeInitializer))
            .OfType<MethodBase>().SelectMany(In);

    private static IEnumerable<MethodBase> In(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        var types = method.DeclaringType!.GetGenericArguments();
        var own = method is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericArguments() : null;
        for (var at = 0; at + 6 <= code.Length; at++)
        {
            // FE 06 and a token. The same bytes may be part of another operand: then they name no method, or one that is no kernel.
            if (code[at] != 0xFE || code[at + 1] != 0x06)
                continue;
            MethodBase? named;
            try
            {
                named = method.Module.ResolveMethod(BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at + 2)), types, own);
            }
            catch (ArgumentException)
            {
                continue;
            }
            if (named is MethodInfo { IsGenericMethod: true } closed)
                named = closed.GetGenericMethodDefinition();
            if (named is not null)
                yield return named;
        }
    }
}
