using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Ptx;

/// <summary>Integers and floats: what is exact or rounded once. Floats round to nearest by name, so nothing is fused.</summary>
internal sealed class PtxArithmetic(PtxText text)
{
    /// <returns>False if the instruction is none of these.</returns>
    public bool TryWrite(Instruction i)
    {
        bool isFloat = i.Type.IsFloat;
        switch (i.Op)
        {
            case Opcode.Add or Opcode.Sub:
                Binary(i, $"{Name(i)}{(isFloat ? ".rn" : "")}.{Signed(i.Type)}");
                break;
            case Opcode.Mul:
                Binary(i, $"mul.{(isFloat ? "rn" : "lo")}.{Signed(i.Type)}");
                break;
            case Opcode.Neg:
                text.Add($"neg.{Signed(i.Type)} {text[i]}, {text.Register(i[0])}");
                Narrow(i);
                break;
            case Opcode.Abs when isFloat:
                text.Add($"abs.{Signed(i.Type)} {text[i]}, {text.Register(i[0])}");
                break;
            case Opcode.Abs:
                string negative = text.New(i.Type), value = text.Register(i[0]);
                text.Add($"neg.{Signed(i.Type)} {negative}, {value}");
                text.Add($"max.{Signed(i.Type)} {text[i]}, {value}, {negative}");
                Narrow(i);
                break;
            case Opcode.Div when i[0] is Constant { IsFloatingOne: true }:
                text.Add($"rcp.rn.{Signed(i.Type)} {text[i]}, {text.Register(i[1])}");
                break;
            case Opcode.Div when isFloat:
                text.Add($"div.rn.{Signed(i.Type)} {text[i]}, {text.Register(i[0])}, {text.Operand(i[1])}");
                break;
            case Opcode.Rem when isFloat:
                return false;
            case Opcode.Div or Opcode.Rem or Opcode.DivU or Opcode.RemU:
                Division(i);
                break;
            case Opcode.Min or Opcode.Max when isFloat:
                Extremum(text, i.Type, i.Op == Opcode.Min, text[i], text.Register(i[0]), text.Register(i[1]));
                break;
            case Opcode.Min or Opcode.Max:
                Binary(i, $"{Name(i)}.{Signed(i.Type)}");
                break;
            case Opcode.MinU or Opcode.MaxU:
                text.Add($"{Name(i)[..3]}.{Unsigned(i.Type)} {text[i]}, {ZeroExtended(i[0])}, {ZeroExtended(i[1])}");
                Narrow(i);
                break;
            case Opcode.And or Opcode.Or or Opcode.Xor:
                text.Add($"{Name(i)}.{PtxText.Bits(i.Type)} {text[i]}, {text.Register(i[0])}, {text.Operand(i[1])}");
                break;
            case Opcode.Not:
                text.Add($"not.{PtxText.Bits(i.Type)} {text[i]}, {text.Register(i[0])}");
                break;
            case Opcode.Shl or Opcode.Shr or Opcode.ShrU:
                Shift(i);
                break;
            case Opcode.PopCount or Opcode.LeadingZeros:
                text.Add($"{(i.Op == Opcode.PopCount ? "popc" : "clz")}.b{i[0].Type.Bits} {text[i]}, {text.Register(i[0])}");
                break;
            case Opcode.TrailingZeros:
                string reversed = text.New(i[0].Type);
                text.Add($"brev.b{i[0].Type.Bits} {reversed}, {text.Register(i[0])}");
                text.Add($"clz.b{i[0].Type.Bits} {text[i]}, {reversed}");
                break;
            case Opcode.Select:
                Select(i);
                break;
            case Opcode.Fma:
                text.Add($"fma.rn.{Signed(i.Type)} {text[i]}, {text.Register(i[0])}, {text.Operand(i[1])}, {text.Operand(i[2])}");
                break;
            case Opcode.Sqrt:
                text.Add($"sqrt.rn.{Signed(i.Type)} {text[i]}, {text.Register(i[0])}");
                break;
            case Opcode.Rcp:
                text.Add($"rcp.rn.{Signed(i.Type)} {text[i]}, {text.Register(i[0])}");
                break;
            case Opcode.Floor or Opcode.Ceiling or Opcode.RoundToZero or Opcode.RoundEven:
                string way = i.Op switch { Opcode.Floor => "rmi", Opcode.Ceiling => "rpi", Opcode.RoundToZero => "rzi", _ => "rni" };
                text.Add($"cvt.{way}.{Signed(i.Type)}.{Signed(i.Type)} {text[i]}, {text.Register(i[0])}");
                break;
            case Opcode.CopySign:
                CopySign(i);
                break;
            default:
                if (!i.Op.IsComparison())
                    return false;
                Compare(i);
                break;
        }
        return true;
    }

    /// <summary>C#'s Min and Max: NaN wins, and -0 is below +0.</summary>
    public static void Extremum(PtxText text, IRType type, bool isMin, string result, string a, string b)
    {
        string suffix = Signed(type), prefix = type.Size == 8 ? "%rd" : "%r";
        string first = text.New("%p"), isNaN = text.New("%p"), equal = text.New("%p");
        string bitsOfA = text.New(prefix), bitsOfB = text.New(prefix), zero = text.New(type), other = text.New(type);
        text.Add($"setp.{(isMin ? "lt" : "gt")}.{suffix} {first}, {a}, {b}");
        text.Add($"setp.nan.{suffix} {isNaN}, {a}, {a}");
        text.Add($"or.pred {first}, {first}, {isNaN}");
        // Equal values are the same bits or two zeros, whose signs decide.
        text.Add($"mov.b{type.Size * 8} {bitsOfA}, {a}");
        text.Add($"mov.b{type.Size * 8} {bitsOfB}, {b}");
        text.Add($"{(isMin ? "or" : "and")}.b{type.Size * 8} {bitsOfA}, {bitsOfA}, {bitsOfB}");
        text.Add($"mov.b{type.Size * 8} {zero}, {bitsOfA}");
        text.Add($"setp.eq.{suffix} {equal}, {a}, {b}");
        text.Add($"selp.{suffix} {other}, {zero}, {b}, {equal}");
        text.Add($"selp.{suffix} {result}, {a}, {other}, {first}");
    }

    /// <summary>The type suffix of arithmetic; narrow integers are computed in 32 bits.</summary>
    public static string Signed(IRType type) => type.IsFloat ? $"f{type.Size * 8}" : type.Size == 8 ? "s64" : "s32";

    public static string Unsigned(IRType type) => type.Size == 8 ? "u64" : "u32";

    /// <summary>An integer's bits without its sign above them.</summary>
    public static string ZeroExtended(PtxText text, Value value)
    {
        string register = text.Register(value);
        if (value.Type.Size >= 4)
            return register;
        string bits = text.New("%r");
        text.Add($"and.b32 {bits}, {register}, {(1 << (value.Type.Size * 8)) - 1}");
        return bits;
    }

    private string ZeroExtended(Value value) => ZeroExtended(text, value);

    private static string Name(Instruction i) => i.Op.ToString().ToLowerInvariant();

    private void Binary(Instruction i, string form)
    {
        text.Add($"{form} {text[i]}, {text.Register(i[0])}, {text.Operand(i[1])}");
        Narrow(i);
    }

    /// <summary>Integers of 8 and 16 bits are held sign-extended.</summary>
    private void Narrow(Instruction i)
    {
        if (i.Type.IsInteger && i.Type.Size < 4)
            text.Add($"cvt.s32.s{i.Type.Bits} {text[i]}, {text[i]}");
    }

    /// <summary>Division by zero gives 0, and the smallest value over -1 wraps: neither is left to the device.</summary>
    private void Division(Instruction i)
    {
        bool isUnsigned = i.Op is Opcode.DivU or Opcode.RemU, isRemainder = i.Op is Opcode.Rem or Opcode.RemU;
        string suffix = isUnsigned ? Unsigned(i.Type) : Signed(i.Type), bits = PtxText.Bits(i.Type), form = $"{(isRemainder ? "rem" : "div")}.{suffix}";
        string left = isUnsigned ? ZeroExtended(i[0]) : text.Register(i[0]);
        string right = isUnsigned && i[1] is not Constant { Bits: > 0 } ? ZeroExtended(i[1]) : text.Operand(i[1]);
        if (i[1] is Constant { Bits: not (0 or -1) })
        {
            text.Add($"{form} {text[i]}, {left}, {right}");
            Narrow(i);
            return;
        }
        if (i[1] is Constant)
            right = text.Register(i[1]);
        string isZero = text.New("%p"), divisor = text.New(i.Type), quotient = text.New(i.Type);
        text.Add($"setp.eq.{suffix} {isZero}, {right}, 0");
        text.Add($"selp.{bits} {divisor}, 1, {right}, {isZero}");
        if (isUnsigned)
        {
            text.Add($"{form} {quotient}, {left}, {divisor}");
        }
        else
        {
            string isMinusOne = text.New("%p"), negative = text.New(i.Type);
            text.Add($"setp.eq.{suffix} {isMinusOne}, {divisor}, -1");
            text.Add($"selp.{bits} {divisor}, 1, {divisor}, {isMinusOne}");
            text.Add($"{form} {quotient}, {left}, {divisor}");
            text.Add($"neg.{suffix} {negative}, {left}");
            text.Add($"selp.{bits} {quotient}, {(isRemainder ? "0" : negative)}, {quotient}, {isMinusOne}");
        }
        text.Add($"selp.{bits} {text[i]}, 0, {quotient}, {isZero}");
        Narrow(i);
    }

    private void Shift(Instruction i)
    {
        int mask = i.Type.Bits - 1;
        string count;
        if (i[1] is Constant constant)
        {
            count = $"{constant.Bits & mask}";
        }
        else
        {
            count = text.New("%r");
            text.Add($"and.b32 {count}, {text[i[1]]}, {mask}");
        }
        string form = i.Op switch
        {
            Opcode.Shl => $"shl.{PtxText.Bits(i.Type)}",
            Opcode.Shr => $"shr.{Signed(i.Type)}",
            _ => $"shr.{Unsigned(i.Type)}",
        };
        text.Add($"{form} {text[i]}, {(i.Op == Opcode.ShrU ? ZeroExtended(i[0]) : text.Register(i[0]))}, {count}");
        Narrow(i);
    }

    private void Compare(Instruction i)
    {
        var type = i[0].Type;
        if (type == IRType.Int1)
        {
            text.Add($"xor.pred {text[i]}, {text.Register(i[0])}, {text.Register(i[1])}");
            if (i.Op == Opcode.Eq)
                text.Add($"not.pred {text[i]}, {text[i]}");
            return;
        }
        bool hasU = i.Op is >= Opcode.LtU and <= Opcode.GeU;
        string name = Name(i)[..2];
        if (type.IsFloat)
        {
            // True for NaN: not-equal, and the U forms.
            string suffix = hasU || i.Op == Opcode.Ne ? "u" : "";
            text.Add($"setp.{name}{suffix}.{Signed(type)} {text[i]}, {text.Register(i[0])}, {text.Operand(i[1])}");
            return;
        }
        bool isUnsigned = hasU || type.IsPointer;
        string left = hasU ? ZeroExtended(i[0]) : text.Register(i[0]), right = hasU && i[1] is not Constant { Bits: >= 0 } ? ZeroExtended(i[1]) : text.Operand(i[1]);
        text.Add($"setp.{name}.{(isUnsigned ? Unsigned(type) : Signed(type))} {text[i]}, {left}, {right}");
    }

    private void Select(Instruction i)
    {
        string condition = text.Register(i[0]);
        if (i.Type != IRType.Int1)
        {
            text.Add($"selp.{PtxText.Bits(i.Type)} {text[i]}, {text.Register(i[1])}, {text.Operand(i[2])}, {condition}");
            return;
        }
        string then = text.New("%p"), otherwise = text.New("%p");
        text.Add($"and.pred {then}, {condition}, {text.Register(i[1])}");
        text.Add($"not.pred {otherwise}, {condition}");
        text.Add($"and.pred {otherwise}, {otherwise}, {text.Register(i[2])}");
        text.Add($"or.pred {text[i]}, {then}, {otherwise}");
    }

    private void CopySign(Instruction i)
    {
        int bits = i.Type.Size * 8;
        string prefix = bits == 64 ? "%rd" : "%r", magnitude = text.New(prefix), sign = text.New(prefix);
        long signBit = bits == 64 ? long.MinValue : int.MinValue;
        text.Add($"mov.b{bits} {magnitude}, {text.Register(i[0])}");
        text.Add($"mov.b{bits} {sign}, {text.Register(i[1])}");
        text.Add($"and.b{bits} {magnitude}, {magnitude}, {~signBit}");
        text.Add($"and.b{bits} {sign}, {sign}, {signBit}");
        text.Add($"or.b{bits} {magnitude}, {magnitude}, {sign}");
        text.Add($"mov.b{bits} {text[i]}, {magnitude}");
    }
}
