using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Ptx;

/// <summary>From one type to another.</summary>
internal sealed class PtxConversions(PtxText text)
{
    public void Write(Instruction i)
    {
        var from = i[0].Type;
        string source = text.Register(i[0]), target = text[i];
        switch (i.Op)
        {
            case Opcode.SignExtend or Opcode.ZeroExtend when from == IRType.Int1:
                text.Add($"selp.{PtxText.Bits(i.Type)} {target}, {(i.Op == Opcode.SignExtend ? -1 : 1)}, 0, {source}");
                break;
            case Opcode.SignExtend:
                text.Add(i.Type.Size == 8 ? $"cvt.s64.s32 {target}, {source}" : $"mov.b32 {target}, {source}");
                break;
            case Opcode.ZeroExtend:
                string bits = PtxArithmetic.ZeroExtended(text, i[0]);
                text.Add(i.Type.Size == 8 ? $"cvt.u64.u32 {target}, {bits}" : $"mov.b32 {target}, {bits}");
                break;
            case Opcode.Truncate:
                Truncate(i, from, source, target);
                break;
            case Opcode.SignedToFloat or Opcode.UnsignedToFloat when from == IRType.Int1:
                string one = i.Type == IRType.Float32 ? "0f3F800000" : "0d3FF0000000000000", zero = i.Type == IRType.Float32 ? "0f00000000" : "0d0000000000000000";
                text.Add($"selp.{PtxText.Bits(i.Type)} {target}, {one}, {zero}, {source}");
                break;
            case Opcode.SignedToFloat:
                text.Add($"cvt.rn.{PtxText.Bits(i.Type)}.{PtxArithmetic.Signed(from)} {target}, {source}");
                break;
            case Opcode.UnsignedToFloat:
                text.Add($"cvt.rn.{PtxText.Bits(i.Type)}.{PtxArithmetic.Unsigned(from)} {target}, {PtxArithmetic.ZeroExtended(text, i[0])}");
                break;
            case Opcode.FloatToSigned:
                ToInteger(i, PtxArithmetic.Signed(i.Type), source);
                break;
            case Opcode.FloatToUnsigned:
                ToInteger(i, PtxArithmetic.Unsigned(i.Type), source);
                break;
            case Opcode.FloatConvert:
                text.Add(i.Type == IRType.Float64 ? $"cvt.f64.f32 {target}, {source}" : $"cvt.rn.f32.f64 {target}, {source}");
                break;
            case Opcode.Bitcast:
                text.Add($"mov.b{i.Type.Size * 8} {target}, {source}");
                break;
            case Opcode.PointerToInt:
                text.Add($"cvta.{SpaceOf(from)}.u64 {target}, {source}");
                break;
            default:
                text.Add($"cvta.to.{SpaceOf(i.Type)}.u64 {target}, {source}");
                break;
        }
    }

    private void Truncate(Instruction i, IRType from, string source, string target)
    {
        if (from.Size == 8)
        {
            string low = i.Type == IRType.Int32 ? target : text.New("%r");
            text.Add($"cvt.u32.u64 {low}, {source}");
            source = low;
        }
        if (i.Type == IRType.Int1)
        {
            string bit = text.New("%r");
            text.Add($"and.b32 {bit}, {source}, 1");
            text.Add($"setp.ne.s32 {target}, {bit}, 0");
        }
        else if (i.Type.Size < 4)
        {
            text.Add($"cvt.s32.s{i.Type.Bits} {target}, {source}");
        }
    }

    /// <summary>Conversions to integers stop at the ends of the range by themselves; what they make of NaN depends on the types.</summary>
    private void ToInteger(Instruction i, string suffix, string source)
    {
        string converted = text.New(i.Type), isNaN = text.New("%p"), floating = PtxText.Bits(i[0].Type);
        text.Add($"setp.nan.{floating} {isNaN}, {source}, {source}");
        text.Add($"cvt.rzi.{suffix}.{floating} {converted}, {source}");
        text.Add($"selp.{PtxText.Bits(i.Type)} {text[i]}, 0, {converted}, {isNaN}");
    }

    // As a number, an address is one that points anywhere.
    private static string SpaceOf(IRType pointer) => pointer.Space switch
    {
        AddressSpace.Shared => "shared",
        AddressSpace.Private => "local",
        _ => "global",
    };
}
