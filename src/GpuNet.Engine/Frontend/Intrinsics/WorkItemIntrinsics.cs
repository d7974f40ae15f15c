using GpuNet.Engine.IR;
using ILGPU;

namespace GpuNet.Engine.Frontend.Intrinsics;

/// <summary>The work-item's place, and what it does together with its group.</summary>
internal static class WorkItemIntrinsics
{
    public static readonly IntrinsicEntry[] Entries =
    [
        new(typeof(Group), "get_IdxX", call => call.Dimension(Opcode.LocalId, 0)),
        new(typeof(Group), "get_IdxY", call => call.Dimension(Opcode.LocalId, 1)),
        new(typeof(Group), "get_IdxZ", call => call.Dimension(Opcode.LocalId, 2)),
        new(typeof(Group), "get_DimX", call => call.Dimension(Opcode.GroupDim, 0)),
        new(typeof(Group), "get_DimY", call => call.Dimension(Opcode.GroupDim, 1)),
        new(typeof(Group), "get_DimZ", call => call.Dimension(Opcode.GroupDim, 2)),
        new(typeof(Grid), "get_IdxX", call => call.Dimension(Opcode.GroupId, 0)),
        new(typeof(Grid), "get_IdxY", call => call.Dimension(Opcode.GroupId, 1)),
        new(typeof(Grid), "get_IdxZ", call => call.Dimension(Opcode.GroupId, 2)),
        new(typeof(Grid), "get_DimX", call => call.Dimension(Opcode.GridDim, 0)),
        new(typeof(Grid), "get_DimY", call => call.Dimension(Opcode.GridDim, 1)),
        new(typeof(Grid), "get_DimZ", call => call.Dimension(Opcode.GridDim, 2)),
        new(typeof(Group), "Barrier", call => call.Effect(Opcode.Barrier)),
        new(typeof(Group), "BarrierPopCount", call => StackValue.Of(PopCount(call))),
        new(typeof(Group), "BarrierAnd", call => call.Emit(Opcode.Eq, IRType.Int1, PopCount(call), GroupSize(call))),
        new(typeof(Group), "BarrierOr", call => call.Emit(Opcode.Gt, IRType.Int1, PopCount(call), Constant.Int32(0))),
        new(typeof(Group), "Broadcast", Broadcast),
        new(typeof(MemoryFence), "GroupLevel", call => call.Effect(Opcode.MemoryFence, (long)FenceScope.Group)),
        new(typeof(MemoryFence), "DeviceLevel", call => call.Effect(Opcode.MemoryFence, (long)FenceScope.Device)),
        new(typeof(MemoryFence), "SystemLevel", call => call.Effect(Opcode.MemoryFence, (long)FenceScope.System)),
    ];

    private static Value PopCount(IntrinsicCall call) =>
        call.Builder.Append(Opcode.BarrierPopCount, IRType.Int32, [call.Builder.IsNonZero(call[0])]);

    private static Value GroupSize(IntrinsicCall call)
    {
        var plane = call.Builder.Binary(
            Opcode.Mul, call.Dimension(Opcode.GroupDim, 0).Value, call.Dimension(Opcode.GroupDim, 1).Value);
        return call.Builder.Binary(Opcode.Mul, plane, call.Dimension(Opcode.GroupDim, 2).Value);
    }

    private static StackValue? Broadcast(IntrinsicCall call) =>
        LeafByLeaf.Map(
            call.Operands[0], value => call.Builder.Append(Opcode.GroupBroadcast, value.Type, [value, call[1]]));
}
