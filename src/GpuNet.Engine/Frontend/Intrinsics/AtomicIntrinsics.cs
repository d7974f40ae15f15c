using GpuNet.Engine.IR;
using ILGPU;

namespace GpuNet.Engine.Frontend.Intrinsics;

/// <summary>Atomics on primitive types; the generic ones are ordinary code over compare-exchange.</summary>
internal static class AtomicIntrinsics
{
    public static readonly IntrinsicEntry[] Entries =
    [
        new(typeof(Atomic), "Add", call => Combine(call, AtomicKind.Add)),
        new(typeof(Atomic), "Min", call => Combine(call, IsUnsigned(call) ? AtomicKind.MinU : AtomicKind.Min)),
        new(typeof(Atomic), "Max", call => Combine(call, IsUnsigned(call) ? AtomicKind.MaxU : AtomicKind.Max)),
        new(typeof(Atomic), "And", call => Combine(call, AtomicKind.And)),
        new(typeof(Atomic), "Or", call => Combine(call, AtomicKind.Or)),
        new(typeof(Atomic), "Xor", call => Combine(call, AtomicKind.Xor)),
        new(typeof(Atomic), "Exchange", call => Combine(call, AtomicKind.Exchange)),
        new(typeof(Atomic), "CompareExchange", CompareExchange),
    ];

    private static StackValue? Combine(IntrinsicCall call, AtomicKind kind)
    {
        if (!call.Operands[1].IsScalar)
            return null;
        call.Builder.Memory.Forget(call[0], call[1].Type.Size);
        return StackValue.Of(call.Builder.Append(Opcode.Atomic, call[1].Type, [call[0], call[1]], (long)kind));
    }

    private static StackValue? CompareExchange(IntrinsicCall call)
    {
        if (!call.Operands[1].IsScalar)
            return null;
        call.Builder.Memory.Forget(call[0], call[1].Type.Size);
        return call.Append(Opcode.AtomicCompareExchange, call[1].Type, call[0], call[1], call[2]);
    }

    private static bool IsUnsigned(IntrinsicCall call) => Conversions.IsUnsigned(call.ParameterType(1));
}
