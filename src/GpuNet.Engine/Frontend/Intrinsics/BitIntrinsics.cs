using System.Numerics;
using GpuNet.Engine.IR;
using ILGPU;

namespace GpuNet.Engine.Frontend.Intrinsics;

/// <summary>Counting bits, and floats seen as their bits.</summary>
internal static class BitIntrinsics
{
    public static readonly IntrinsicEntry[] Entries =
    [
        .. Counting(typeof(BitOperations)),
        .. Counting(typeof(IntrinsicMath)),
        .. Counting(typeof(IntrinsicMath.BitOperations)),
        new(typeof(BitOperations), "Log2", Log2),
        new(typeof(BitConverter), "SingleToInt32Bits", call => call.Emit(Opcode.Bitcast, IRType.Int32, call[0])),
        new(typeof(BitConverter), "SingleToUInt32Bits", call => call.Emit(Opcode.Bitcast, IRType.Int32, call[0])),
        new(typeof(BitConverter), "Int32BitsToSingle", call => call.Emit(Opcode.Bitcast, IRType.Float32, call[0])),
        new(typeof(BitConverter), "UInt32BitsToSingle", call => call.Emit(Opcode.Bitcast, IRType.Float32, call[0])),
        new(typeof(BitConverter), "DoubleToInt64Bits", call => call.Emit(Opcode.Bitcast, IRType.Int64, call[0])),
        new(typeof(BitConverter), "DoubleToUInt64Bits", call => call.Emit(Opcode.Bitcast, IRType.Int64, call[0])),
        new(typeof(BitConverter), "Int64BitsToDouble", call => call.Emit(Opcode.Bitcast, IRType.Float64, call[0])),
        new(typeof(BitConverter), "UInt64BitsToDouble", call => call.Emit(Opcode.Bitcast, IRType.Float64, call[0])),
    ];

    private static IntrinsicEntry[] Counting(Type owner) =>
    [
        new(owner, "PopCount", call => call.Emit(Opcode.PopCount, IRType.Int32, call[0])),
        new(owner, "LeadingZeroCount", call => call.Emit(Opcode.LeadingZeros, IRType.Int32, call[0])),
        new(owner, "TrailingZeroCount", call => call.Emit(Opcode.TrailingZeros, IRType.Int32, call[0])),
    ];

    /// <summary>0 for 0, as .NET has it.</summary>
    private static StackValue? Log2(IntrinsicCall call)
    {
        var atLeastOne = call.Builder.Binary(Opcode.Or, call[0], new Constant(call[0].Type, 1));
        var zeros = call.Builder.Emit(Opcode.LeadingZeros, IRType.Int32, atLeastOne);
        return StackValue.Of(call.Builder.Binary(Opcode.Sub, Constant.Int32(call[0].Type.Bits - 1), zeros));
    }
}
