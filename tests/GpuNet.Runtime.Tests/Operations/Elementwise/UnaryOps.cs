using System.Reflection;
using GpuNet.Kernels;

namespace GpuNet.Runtime.Tests.Operations;

/// <summary>Calls ops that are known by their registry entry only.</summary>
internal static class UnaryOps
{
    private static readonly MethodInfo MapMethod = typeof(Tensor).GetMethod(nameof(Tensor.Map))!;
    private static readonly MethodInfo CombineMethod = typeof(Tensor).GetMethod(nameof(Tensor.Combine))!;

    internal static Tensor Map(Tensor x, UnaryOpEntry entry) =>
        (Tensor)MapMethod.MakeGenericMethod(entry.Type).Invoke(
            x, BindingFlags.DoNotWrapExceptions, null, [entry.Create()], null)!;

    internal static Tensor Combine(Tensor a, Tensor b, BinaryOpEntry entry) =>
        (Tensor)CombineMethod.MakeGenericMethod(entry.Type).Invoke(
            a, BindingFlags.DoNotWrapExceptions, null, [b, entry.Create()], null)!;
}
