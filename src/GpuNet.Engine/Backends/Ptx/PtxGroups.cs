using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Ptx;

/// <summary>The work-item's place, its group and its warp.</summary>
internal sealed class PtxGroups(PtxText text, PtxMemory memory)
{
    private const string WholeWarp = "-1";

    private string? broadcast;

    public void Write(Instruction i)
    {
        switch (i.Op)
        {
            case Opcode.LocalId or Opcode.GroupId or Opcode.GroupDim or Opcode.GridDim:
                string register = i.Op switch { Opcode.LocalId => "tid", Opcode.GroupId => "ctaid", Opcode.GroupDim => "ntid", _ => "nctaid" };
                text.Add($"mov.u32 {text[i]}, %{register}.{"xyz"[i.Dimension]}");
                break;
            case Opcode.WarpSize:
                text.Add($"mov.b32 {text[i]}, 32");
                break;
            case Opcode.LaneId:
                text.Add($"mov.u32 {text[i]}, %laneid");
                break;
            case Opcode.Barrier:
                text.Add("bar.sync 0");
                break;
            case Opcode.WarpBarrier:
                text.Add($"bar.warp.sync {WholeWarp}");
                break;
            case Opcode.MemoryFence:
                text.Add($"membar.{i.FenceScope switch { FenceScope.Group => "cta", FenceScope.Device => "gl", _ => "sys" }}");
                break;
            case Opcode.BarrierPopCount:
                text.Add($"bar.red.popc.u32 {text[i]}, 0, {text.Register(i[0])}");
                break;
            case Opcode.GroupBroadcast:
                Broadcast(i);
                break;
            default:
                Shuffle(i);
                break;
        }
    }

    /// <summary>Through shared memory. The first barrier keeps it until everybody has read the last value.</summary>
    private void Broadcast(Instruction i)
    {
        string value = AsBits(i[0]), suffix = $"u{(i.Type.Size == 8 ? 64 : 32)}";
        string linear = text.New("%r"), part = text.New("%r"), isOther = text.New("%p"), skip = text.NewLabel();
        broadcast ??= memory.DeclareShared(8, 8);
        text.Add($"mov.u32 {linear}, %tid.z");
        foreach (char axis in "yx")
        {
            text.Add($"mov.u32 {part}, %ntid.{axis}");
            text.Add($"mul.lo.s32 {linear}, {linear}, {part}");
            text.Add($"mov.u32 {part}, %tid.{axis}");
            text.Add($"add.s32 {linear}, {linear}, {part}");
        }
        text.Add("bar.sync 0");
        text.Add($"setp.ne.s32 {isOther}, {linear}, {text.Operand(i[1])}");
        text.Add($"@{isOther} bra {skip}");
        text.Add($"st.shared.{suffix} [{broadcast}], {value}");
        text.Place(skip);
        text.Add("bar.sync 0");
        string result = NewBits(i.Type);
        text.Add($"ld.shared.{suffix} {result}, [{broadcast}]");
        FromBits(i, result);
    }

    private void Shuffle(Instruction i)
    {
        string mode = i.ShuffleKind switch { ShuffleKind.Index => "idx", ShuffleKind.Up => "up", ShuffleKind.Down => "down", _ => "bfly" };
        string value = AsBits(i[0]), lane = text.Operand(i[1]), limits = Limits(i), result = NewBits(i.Type);
        if (i.Type.Size < 8)
        {
            text.Add($"shfl.sync.{mode}.b32 {result}, {value}, {lane}, {limits}, {WholeWarp}");
        }
        else
        {
            string low = text.New("%r"), high = text.New("%r");
            text.Add($"mov.b64 {{{low}, {high}}}, {value}");
            text.Add($"shfl.sync.{mode}.b32 {low}, {low}, {lane}, {limits}, {WholeWarp}");
            text.Add($"shfl.sync.{mode}.b32 {high}, {high}, {lane}, {limits}, {WholeWarp}");
            text.Add($"mov.b64 {result}, {{{low}, {high}}}");
        }
        FromBits(i, result);
    }

    /// <summary>The operand that parts the warp: which bits of a lane's number name its part, and the last lane to read from in it.</summary>
    private string Limits(Instruction i)
    {
        int last = i.ShuffleKind == ShuffleKind.Up ? 0 : 31;
        if (i[2] is Constant width)
            return $"{((32 - width.Bits) << 8) | (uint)last}";
        string limits = text.New("%r");
        text.Add($"sub.s32 {limits}, 32, {text[i[2]]}");
        text.Add($"shl.b32 {limits}, {limits}, 8");
        text.Add($"or.b32 {limits}, {limits}, {last}");
        return limits;
    }

    private string AsBits(Value value)
    {
        if (value.Type != IRType.Int1)
            return memory.BitsOf(value);
        string number = text.New("%r");
        text.Add($"selp.b32 {number}, 1, 0, {text.Register(value)}");
        return number;
    }

    private string NewBits(IRType type) => text.New(type.Size == 8 ? "%rd" : "%r");

    private void FromBits(Instruction i, string bits)
    {
        if (i.Type == IRType.Int1)
            text.Add($"setp.ne.s32 {text[i]}, {bits}, 0");
        else
            text.Add($"mov.b{(i.Type.Size == 8 ? 64 : 32)} {text[i]}, {bits}");
    }
}
