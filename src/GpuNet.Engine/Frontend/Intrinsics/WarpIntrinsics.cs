using GpuNet.Engine.IR;
using ILGPU;

namespace GpuNet.Engine.Frontend.Intrinsics;

/// <summary>Warps. Where they are single work-items, an item's own value is what every shuffle gives it.</summary>
internal static class WarpIntrinsics
{
    public static readonly IntrinsicEntry[] Entries =
    [
        new(typeof(Warp), "get_WarpSize", call =>
            call.Translation.HasWarps ? call.Append(Opcode.WarpSize, IRType.Int32) : StackValue.Of(Constant.Int32(1))),
        new(typeof(Warp), "get_LaneIdx", call =>
            call.Translation.HasWarps ? call.Append(Opcode.LaneId, IRType.Int32) : StackValue.Of(Constant.Int32(0))),
        new(typeof(Warp), "Barrier", call =>
            call.Translation.HasWarps ? call.Effect(Opcode.WarpBarrier) : IntrinsicCall.Nothing),
        new(typeof(Warp), "Shuffle", call => Shuffle(call, ShuffleKind.Index)),
        new(typeof(Warp), "ShuffleDown", call => Shuffle(call, ShuffleKind.Down)),
        new(typeof(Warp), "ShuffleUp", call => Shuffle(call, ShuffleKind.Up)),
        new(typeof(Warp), "ShuffleXor", call => Shuffle(call, ShuffleKind.Xor)),
        new(typeof(Warp), "Broadcast", call => Shuffle(call, ShuffleKind.Index)),
    ];

    private static StackValue? Shuffle(IntrinsicCall call, ShuffleKind kind)
    {
        if (!call.Translation.HasWarps)
            return call.Operands[0];
        var width = call.Count > 2 ? call[2] : call.Append(Opcode.WarpSize, IRType.Int32).Value;
        return LeafByLeaf.Map(
            call.Operands[0], value =>
            call.Builder.Append(Opcode.Shuffle, value.Type, [value, call[1], width], (long)kind));
    }
}
