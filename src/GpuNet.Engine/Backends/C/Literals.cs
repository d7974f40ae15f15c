using System.Globalization;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.C;

/// <summary>Constants as exact C literals.</summary>
internal static class Literals
{
    public static CExpression Of(Constant constant, Dialect dialect, bool unsigned = false)
    {
        var type = new CType(constant.Type, unsigned);
        string text = constant.Type.Kind switch
        {
            ScalarKind.Int1 => constant.IsZero ? "false" : "true",
            ScalarKind.Float32 => Float(constant.AsSingle, dialect),
            ScalarKind.Float64 => Double(constant.AsDouble, dialect),
            ScalarKind.Pointer => $"({dialect.TypeName(type with { Element = ScalarKind.Int8 })}){constant.Bits}",
            _ => Integer(constant, dialect, unsigned),
        };
        // A negative literal is an operator and a number: it must not meet another minus.
        return new CExpression(text, text[0] == '-' ? Precedence.Additive : text[0] == '(' ? Precedence.Unary : Precedence.Postfix, type);
    }

    private static string Integer(Constant constant, Dialect dialect, bool unsigned)
    {
        bool isLong = constant.Type == IRType.Int64;
        string suffix = isLong ? dialect.LongSuffix : "";
        if (unsigned)
        {
            ulong mask = isLong ? ulong.MaxValue : (1UL << constant.Type.Bits) - 1;
            return ((ulong)constant.Bits & mask).ToString(CultureInfo.InvariantCulture) + "u" + suffix;
        }
        long smallest = isLong ? long.MinValue : int.MinValue;
        return constant.Bits == smallest
            ? $"({(smallest + 1).ToString(CultureInfo.InvariantCulture)}{suffix} - 1)"
            : constant.Bits.ToString(CultureInfo.InvariantCulture) + suffix;
    }

    private static string Float(float value, Dialect dialect)
    {
        int bits = BitConverter.SingleToInt32Bits(value);
        if (!float.IsFinite(value))
            return dialect.Bitcast(IRType.Float32, $"0x{bits:x8}");
        return IsPlain(value) ? Plain(value) + "f"
            : Hexadecimal(bits < 0, (bits >> 23) & 0xff, 127, ((long)bits & 0x7fffff) << 1, 6) + "f";
    }

    private static string Double(double value, Dialect dialect)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        if (!double.IsFinite(value))
            return dialect.Bitcast(IRType.Float64, $"0x{bits:x16}{dialect.LongSuffix}");
        return IsPlain(value) ? Plain(value)
            : Hexadecimal(bits < 0, (int)(bits >> 52) & 0x7ff, 1023, bits & 0xfffffffffffff, 13);
    }

    /// <summary>Exact as a short decimal: a compiler cannot round it.</summary>
    private static bool IsPlain(double value) => Math.Abs(value) < 1 << 24 && value * 64 == Math.Truncate(value * 64);

    private static string Plain(double value)
    {
        string text = value.ToString("0.0#####", CultureInfo.InvariantCulture);
        return value == 0 && double.IsNegative(value) && text[0] != '-' ? "-" + text : text;
    }

    private static string Hexadecimal(bool negative, int exponent, int bias, long fraction, int digits)
    {
        string mantissa = fraction.ToString("x" + digits, CultureInfo.InvariantCulture).TrimEnd('0');
        int power = exponent == 0 ? 1 - bias : exponent - bias;
        string point = mantissa.Length == 0 ? "" : ".";
        return $"{(negative ? "-" : "")}0x{(exponent == 0 ? 0 : 1)}{point}{mantissa}p{power.ToString("+0;-0;+0", CultureInfo.InvariantCulture)}";
    }
}
