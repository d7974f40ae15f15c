using System.Diagnostics;
using ILGPU;

namespace GpuNet.Engine.Frontend.Intrinsics;

/// <summary>Checks and output for people: devices have nobody to tell.</summary>
internal static class IgnoredIntrinsics
{
    public static readonly IntrinsicEntry[] Entries =
    [
        new(typeof(Debug), "Assert", Ignore),
        new(typeof(Debug), "Write", Ignore),
        new(typeof(Debug), "WriteLine", Ignore),
        new(typeof(Trace), "Assert", Ignore),
        new(typeof(Trace), "Write", Ignore),
        new(typeof(Trace), "WriteLine", Ignore),
        new(typeof(KernelAssert), "That", Ignore),
        new(typeof(KernelAssert), "IsInBounds", Ignore),
        new(typeof(Interop), "Write", Ignore),
        new(typeof(Interop), "WriteLine", Ignore),
    ];

    private static StackValue? Ignore(IntrinsicCall call) => IntrinsicCall.Nothing;
}
