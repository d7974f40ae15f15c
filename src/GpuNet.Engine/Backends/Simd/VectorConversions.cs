using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>Conversions of all lanes at once; 32-bit elements lie in one vector, 64-bit elements in two.</summary>
internal sealed class VectorConversions(Il il, VectorApi api)
{
    public static bool Has(Instruction instruction)
    {
        var (from, to) = (instruction[0].Type, instruction.Type);
        return instruction.Op switch
        {
            Opcode.SignedToFloat or Opcode.UnsignedToFloat => !(from.Size == 8 && to == IRType.Float32),
            Opcode.FloatToUnsigned => from.Size == to.Size,
            _ => true,
        };
    }

    public void Emit(Instruction instruction, int part, VectorOps.Push push)
    {
        var value = instruction[0];
        var (from, to) = (value.Type, instruction.Type);
        switch (instruction.Op)
        {
            case Opcode.SignExtend:
                Extend(value, to, part, push, signed: true);
                break;
            case Opcode.ZeroExtend:
                Extend(value, to, part, push, signed: false);
                break;
            case Opcode.Truncate:
                PushNarrow(value, push);
                Truncate(to);
                break;
            case Opcode.SignedToFloat or Opcode.UnsignedToFloat:
                ToFloat(value, to, part, push, instruction.Op == Opcode.SignedToFloat);
                break;
            case Opcode.FloatToSigned when from == IRType.Float32 && to == IRType.Int64:
                push(value, 0);
                Widen(part, typeof(float));
                il.Call(api.Method("ConvertToInt64", api.Of(typeof(double))));
                break;
            case Opcode.FloatToSigned when from == IRType.Float64 && to == IRType.Int32:
                SaturateHalf(value, 0, push);
                SaturateHalf(value, 1, push);
                il.Call(api.Method("Narrow", api.Of(typeof(long)), api.Of(typeof(long))));
                break;
            case Opcode.FloatToSigned:
                push(value, part);
                il.Call(api.Method(to.Size == 8 ? "ConvertToInt64" : "ConvertToInt32", api.Of(from)));
                break;
            case Opcode.FloatToUnsigned:
                push(value, part);
                il.Call(api.Method(to.Size == 8 ? "ConvertToUInt64" : "ConvertToUInt32", api.Of(from)));
                api.As(il, to.Size == 8 ? typeof(ulong) : typeof(uint), Il.ClrType(to));
                break;
            case Opcode.FloatConvert when to == IRType.Float64:
                push(value, 0);
                Widen(part, typeof(float));
                break;
            case Opcode.FloatConvert:
                PushNarrow(value, push);
                break;
            default:
                push(value, part);
                api.As(il, Il.ClrType(from), Il.ClrType(to));
                break;
        }
    }

    /// <summary>One half of the lanes' doubles as 64-bit integers of the range that 32 bits have.</summary>
    private void SaturateHalf(Value value, int part, VectorOps.Push push)
    {
        var vector = api.Of(typeof(long));
        push(value, part);
        il.Call(api.Method("ConvertToInt64", api.Of(typeof(double))));
        foreach (var (limit, method) in new[] { (int.MinValue, "Max"), (int.MaxValue, "Min") })
        {
            new VectorOps(il, api).Constant(Constant.Int64(limit));
            il.Call(api.Method(method, vector, vector));
        }
    }

    private void PushNarrow(Value value, VectorOps.Push push)
    {
        push(value, 0);
        if (VectorApi.Parts(value.Type) == 1)
            return;
        push(value, 1);
        il.Call(api.Method("Narrow", api.Of(value.Type), api.Of(value.Type)));
    }

    private void Widen(int part, Type element) => il.Call(api.Method(part == 0 ? "WidenLower" : "WidenUpper", api.Of(element)));

    private void Extend(Value value, IRType to, int part, VectorOps.Push push, bool signed)
    {
        push(value, 0);
        if (!signed)
            MaskSmall(value.Type);
        if (to != IRType.Int64)
        {
            new VectorOps(il, api).Canonicalize(to);
        }
        else if (signed)
        {
            Widen(part, typeof(int));
        }
        else
        {
            api.As(il, typeof(int), typeof(uint));
            Widen(part, typeof(uint));
            api.As(il, typeof(ulong), typeof(long));
        }
    }

    private void MaskSmall(IRType type)
    {
        if (type.Size >= 4)
            return;
        new VectorOps(il, api).Constant(Constant.Int32((int)((1L << type.Bits) - 1)));
        il.Call(api.Method("BitwiseAnd", api.Mask, api.Mask));
    }

    private void Truncate(IRType to)
    {
        if (to != IRType.Int1)
        {
            new VectorOps(il, api).Canonicalize(to);
            return;
        }
        new VectorOps(il, api).MaskFromLowestBit();
    }

    private void ToFloat(Value value, IRType to, int part, VectorOps.Push push, bool signed)
    {
        var (element, unsigned) = value.Type.Size == 8 ? (typeof(long), typeof(ulong)) : (typeof(int), typeof(uint));
        bool widens = to == IRType.Float64 && value.Type.Size < 8;
        push(value, widens ? 0 : part);
        if (!signed)
        {
            MaskSmall(value.Type);
            api.As(il, element, unsigned);
            element = unsigned;
        }
        if (widens)
        {
            Widen(part, element);
            element = signed ? typeof(long) : typeof(ulong);
        }
        il.Call(api.Method(to == IRType.Float32 ? "ConvertToSingle" : "ConvertToDouble", api.Of(element)));
    }
}
