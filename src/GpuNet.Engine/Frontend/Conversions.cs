using System.Reflection.Metadata;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Frontend;

/// <summary>IL's conv.* instructions.</summary>
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
            ILOpCode.Conv_i1 => Small(value, IRType.Int8, signed: true),
            ILOpCode.Conv_i2 => Small(value, IRType.Int16, signed: true),
            ILOpCode.Conv_u1 => Small(value, IRType.Int8, signed: false),
            ILOpCode.Conv_u2 => Small(value, IRType.Int16, signed: false),
            ILOpCode.Conv_i4 => ToInteger(value, IRType.Int32, signed: true),
            ILOpCode.Conv_u4 => ToInteger(value, IRType.Int32, signed: false),
            ILOpCode.Conv_i8 or ILOpCode.Conv_i => ToInteger(value, IRType.Int64, signed: true),
            ILOpCode.Conv_u8 or ILOpCode.Conv_u => ToInteger(value, IRType.Int64, signed: false),
            // C# checks indices of 64 bits for arrays; every Int64 is a native integer on all devices.
            ILOpCode.Conv_ovf_i or ILOpCode.Conv_ovf_u_un when value.Type.IsInteger =>
                ToInteger(value, IRType.Int64, signed: op == ILOpCode.Conv_ovf_i),
            ILOpCode.Conv_ovf_i_un or ILOpCode.Conv_ovf_u when value.Type.IsInteger =>
                ToInteger(value, IRType.Int64, signed: op == ILOpCode.Conv_ovf_u),
            _ => throw new NotSupportedException(
                "a checked conversion would throw on overflow; write unchecked((T)value)"),
        });
    }

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
