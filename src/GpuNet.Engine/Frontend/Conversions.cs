using System.Reflection.Metadata;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Frontend;

/// <summary>IL's conv.* instructions. Devices check nothing: what a checked conversion cannot hold wraps.</summary>
internal sealed class Conversions(IRBuilder builder)
{
    public StackValue Convert(ILOpCode op, StackValue operand)
    {
        var value = ValueAccess.Scalar(operand);
        if (value.Type.IsPointer)
        {
            return op is ILOpCode.Conv_i or ILOpCode.Conv_u
                ? operand
                : Convert(op, StackValue.Of(builder.Emit(Opcode.PointerToInt, IRType.Int64, value)));
        }
        if (value.Type == IRType.Int1)
            value = builder.Resize(value, IRType.Int32, signed: false);
        return StackValue.Of(op switch
        {
            ILOpCode.Conv_r4 => ToFloat(value, IRType.Float32),
            ILOpCode.Conv_r8 => ToFloat(value, IRType.Float64),
            ILOpCode.Conv_r_un => builder.Emit(Opcode.UnsignedToFloat, IRType.Float64, value),
            ILOpCode.Conv_i1 or ILOpCode.Conv_ovf_i1 or ILOpCode.Conv_ovf_i1_un => Small(value, IRType.Int8, signed: true),
            ILOpCode.Conv_i2 or ILOpCode.Conv_ovf_i2 or ILOpCode.Conv_ovf_i2_un => Small(value, IRType.Int16, signed: true),
            ILOpCode.Conv_u1 or ILOpCode.Conv_ovf_u1 or ILOpCode.Conv_ovf_u1_un => Small(value, IRType.Int8, signed: false),
            ILOpCode.Conv_u2 or ILOpCode.Conv_ovf_u2 or ILOpCode.Conv_ovf_u2_un => Small(value, IRType.Int16, signed: false),
            ILOpCode.Conv_i4 or ILOpCode.Conv_ovf_i4 or ILOpCode.Conv_ovf_i4_un => ToInteger(value, IRType.Int32, signed: true),
            ILOpCode.Conv_u4 or ILOpCode.Conv_ovf_u4 or ILOpCode.Conv_ovf_u4_un => ToInteger(value, IRType.Int32, signed: false),
            _ => ToInteger(value, IRType.Int64, signed: IsSigned64(op, value.Type.IsInteger)),
        });
    }

    /// <summary>The sign is the result's; in the checked conversions of an integer it is the operand's.</summary>
    private static bool IsSigned64(ILOpCode op, bool ofInteger) => op switch
    {
        ILOpCode.Conv_i8 or ILOpCode.Conv_i or ILOpCode.Conv_ovf_i8 or ILOpCode.Conv_ovf_i => true,
        ILOpCode.Conv_ovf_u8 or ILOpCode.Conv_ovf_u => ofInteger,
        ILOpCode.Conv_ovf_i8_un or ILOpCode.Conv_ovf_i_un => !ofInteger,
        _ => false,
    };

    /// <summary>Between any two primitive types, as a C# cast converts.</summary>
    public StackValue Cast(StackValue operand, Type from, Type to)
    {
        var op = Type.GetTypeCode(to) switch
        {
            TypeCode.SByte => ILOpCode.Conv_i1,
            TypeCode.Int16 => ILOpCode.Conv_i2,
            TypeCode.Int32 => ILOpCode.Conv_i4,
            TypeCode.Int64 => ILOpCode.Conv_i8,
            TypeCode.Byte => ILOpCode.Conv_u1,
            TypeCode.UInt16 or TypeCode.Char => ILOpCode.Conv_u2,
            TypeCode.UInt32 => ILOpCode.Conv_u4,
            TypeCode.UInt64 => ILOpCode.Conv_u8,
            TypeCode.Single => ILOpCode.Conv_r4,
            TypeCode.Double => ILOpCode.Conv_r8,
            _ => to == typeof(nint) ? ILOpCode.Conv_i
                : to == typeof(nuint) ? ILOpCode.Conv_u
                : throw new NotSupportedException(
                    $"the conversion from {TypeNames.Of(from)} to {TypeNames.Of(to)} has no device form; "
                    + "convert between primitive types"),
        };
        bool unsigned = IsUnsigned(from);
        if (unsigned && to == typeof(long) && operand.Value.Type == IRType.Int32)
            op = ILOpCode.Conv_u8;
        if (!unsigned && to == typeof(ulong) && operand.Value.Type == IRType.Int32)
            op = ILOpCode.Conv_i8;
        if (unsigned && op is ILOpCode.Conv_r4 or ILOpCode.Conv_r8 && operand.Value.Type.IsInteger)
            operand = Convert(ILOpCode.Conv_r_un, operand);
        return Convert(op, operand);
    }

    public static bool IsUnsigned(Type type) =>
        Type.GetTypeCode(type) is TypeCode.Byte or TypeCode.UInt16 or TypeCode.UInt32 or TypeCode.UInt64
            or TypeCode.Char || type == typeof(nuint);

    private Value ToFloat(Value value, IRType type)
    {
        if (value.Type.IsInteger)
            return builder.Emit(Opcode.SignedToFloat, type, value);
        if (value.Type == type)
            return value;
        // conv.r.un followed by conv.r4 is one conversion with one rounding.
        return value is Instruction { Op: Opcode.UnsignedToFloat } unsigned && type == IRType.Float32
            ? builder.Emit(Opcode.UnsignedToFloat, type, unsigned[0])
            : builder.Emit(Opcode.FloatConvert, type, value);
    }

    private Value ToInteger(Value value, IRType type, bool signed) => value.Type.IsFloat
        ? builder.Emit(signed ? Opcode.FloatToSigned : Opcode.FloatToUnsigned, type, value)
        : builder.Resize(value, type, signed);

    /// <summary>Floats go through Int32, as .NET converts them.</summary>
    private Value Small(Value value, IRType type, bool signed)
    {
        if (value.Type.IsFloat)
            value = builder.Emit(Opcode.FloatToSigned, IRType.Int32, value);
        return builder.Resize(builder.Resize(value, type, signed), IRType.Int32, signed);
    }
}
