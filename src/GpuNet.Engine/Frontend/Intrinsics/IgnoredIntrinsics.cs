using System.Diagnostics;
using ILGPU;

namespace GpuNet.Engine.Frontend.Intrinsics;

/// <summary>
/// Checks and output for people: devices have nobody to tell. Where the context enables them, the function says so, and the CPU
/// runs the C# method itself.
/// </summary>
internal static class IgnoredIntrinsics
{
    public static readonly IntrinsicEntry[] Entries =
    [
        new(typeof(Debug), "Assert", Check),
        new(typeof(Debug), "Fail", Check),
        new(typeof(Debug), "Write", Output),
        new(typeof(Debug), "WriteLine", Output),
        new(typeof(Trace), "Assert", Check),
        new(typeof(Trace), "Fail", Check),
        new(typeof(Trace), "Write", Output),
        new(typeof(Trace), "WriteLine", Output),
        new(typeof(KernelAssert), "That", Ignore),
        new(typeof(KernelAssert), "IsInBounds", Ignore),
        new(typeof(Interop), "Write", Output),
        new(typeof(Interop), "WriteLine", Output),
    ];

    private static StackValue? Check(IntrinsicCall call) => Report(call, call.Translation.Settings.EnableAssertions);

    private static StackValue? Output(IntrinsicCall call) => Report(call, call.Translation.Settings.EnableIOOperations);

    private static StackValue? Report(IntrinsicCall call, bool isEnabled)
    {
        call.Builder.Function.ReportsToHost |= isEnabled;
        return IntrinsicCall.Nothing;
    }

    private static StackValue? Ignore(IntrinsicCall call) => IntrinsicCall.Nothing;
}
