using GpuNet.Engine.IR;

namespace GpuNet.Engine.Transforms;

/// <summary>
/// Rewrites of one instruction that hold for every input, to the bit. Floating-point identities that change the sign of
/// zero, a NaN or a rounding are not among them.
/// </summary>
internal sealed class Identities
{
    /// <summary>How far an index may be moved in 64 bits instead of 32.</summary>
    private const int MostSteps = 1 << 20;

    /// <summary>The instructions the last rewrite made, in the order in which they have to stand.</summary>
    public List<Instruction> Made { get; } = [];

    /// <summary>An operand, a constant or a new, simpler instruction that computes the same; null if there is none.</summary>
    public Value? Apply(Instruction i) => i.Op switch
    {
        Opcode.Add => Sum(i),
        Opcode.Sub => i.Type.IsInteger && IsZero(i[1]) ? i[0] : i.Type.IsInteger && Same(i[0], i[1]) ? Constant.Zero(i.Type) : null,
        Opcode.Mul => Multiply(i),
        Opcode.Div or Opcode.DivU when i.Type.IsInteger => IsOne(i[1]) ? i[0] : null,
        Opcode.And => BooleanPair(i) ?? (Same(i[0], i[1]) ? i[0] : IsZero(i[0]) || IsZero(i[1]) ? Constant.Zero(i.Type) : IsOnes(i[1]) ? i[0] : IsOnes(i[0]) ? i[1] : null),
        Opcode.Or => BooleanPair(i) ?? (Same(i[0], i[1]) || IsZero(i[1]) ? i[0] : IsZero(i[0]) ? i[1] : IsOnes(i[0]) ? i[0] : IsOnes(i[1]) ? i[1] : null),
        Opcode.Xor => BooleanPair(i) ?? (IsZero(i[1]) ? i[0] : IsZero(i[0]) ? i[1] : Same(i[0], i[1]) ? Constant.Zero(i.Type) : i.Type == IRType.Int1 && IsOnes(i[1]) ? Make(Opcode.Not, i, i[0]) : null),
        Opcode.Shl or Opcode.Shr or Opcode.ShrU => IsZero(i[1]) ? i[0] : null,
        Opcode.Not => i[0] switch
        {
            Instruction { Op: Opcode.Not } not => not[0],
            Instruction comparison when comparison.Op.IsComparison() => Make(Inverse(comparison.Op, comparison[0].Type), i, comparison[0], comparison[1]),
            _ => null,
        },
        Opcode.Eq or Opcode.Ne or Opcode.Gt or Opcode.GtU or Opcode.Lt or Opcode.LtU or Opcode.Ge or Opcode.Le or Opcode.GeU or Opcode.LeU => Compare(i),
        Opcode.Select => Select(i),
        Opcode.Bitcast => i[0] is Instruction { Op: Opcode.Bitcast } inner ? inner[0] : null,
        Opcode.Truncate => Truncate(i),
        Opcode.ZeroExtend or Opcode.SignExtend => i[0] is Instruction extend && (extend.Op == i.Op || (extend.Op == Opcode.ZeroExtend && i.Op == Opcode.SignExtend))
            ? Make(extend.Op, i, extend[0]) : null,
        Opcode.SignedToFloat => i[0] is Instruction { Op: Opcode.SignExtend } widened && i[0].Type == IRType.Int64 && widened[0].Type == IRType.Int32
            ? Make(Opcode.SignedToFloat, i, widened[0]) : null,
        Opcode.Offset => Address(i),
        Opcode.PointerToInt => i[0] is Instruction { Op: Opcode.IntToPointer } pointer ? pointer[0] : null,
        _ => null,
    };

    private Value? Sum(Instruction i)
    {
        if (!i.Type.IsInteger)
            return null;
        if (i[0] is Constant && i[1] is not Constant)
            return Make(Opcode.Add, i, i[1], i[0]);
        if (IsZero(i[1]))
            return i[0];
        // (x + a) + b
        return i[1] is Constant b && i[0] is Instruction { Op: Opcode.Add } inner && inner[1] is Constant a
            ? Make(Opcode.Add, i, inner[0], new Constant(i.Type, a.Bits + b.Bits)) : null;
    }

    private Value? Multiply(Instruction i) =>
        !i.Type.IsInteger ? null
        : IsOne(i[1]) ? i[0] : IsOne(i[0]) ? i[1]
        : IsZero(i[0]) || IsZero(i[1]) ? Constant.Zero(i.Type) : null;

    /// <summary>IL has no boolean arithmetic: undo the widening of comparison results to Int32.</summary>
    private Instruction? BooleanPair(Instruction i)
    {
        if (i.Type != IRType.Int32 || Narrow(i[0]) is not { } a || Narrow(i[1]) is not { } b || (a is Constant && b is Constant))
            return null;
        return i.Op switch
        {
            Opcode.And => Make(Opcode.Select, i, a, Widened(b, i[1]), Constant.Zero(i.Type)),
            Opcode.Or => Make(Opcode.Select, i, a, Constant.Int32(1), Widened(b, i[1])),
            _ => null,
        };
    }

    private static Value Widened(Value narrow, Value wide) => narrow is Constant ? Constant.Int32((int)((Constant)narrow).Bits) : wide;

    /// <summary>The Int1 behind an Int32 that can only be 0 or 1.</summary>
    private static Value? Narrow(Value value) => value switch
    {
        Instruction { Op: Opcode.ZeroExtend } extend when extend[0].Type == IRType.Int1 => extend[0],
        Constant { Bits: 0 or 1 } constant when constant.Type == IRType.Int32 => Constant.Bool(constant.Bits == 1),
        _ => null,
    };

    private Value? Compare(Instruction i)
    {
        if (i[0] is Constant && i[1] is not Constant)
            return Make(Swap(i.Op), i, i[1], i[0]);
        if (!i[0].Type.IsFloat && Same(i[0], i[1]))
            return Constant.Bool(i.Op is Opcode.Eq or Opcode.Le or Opcode.Ge or Opcode.LeU or Opcode.GeU);
        bool isTest = i.Op is Opcode.Ne or Opcode.GtU && IsZero(i[1]) || (i.Op is Opcode.Eq && IsOne(i[1]));
        bool isInverseTest = i.Op is Opcode.Eq or Opcode.LeU && IsZero(i[1]) || (i.Op is Opcode.Ne && IsOne(i[1]));
        if (!isTest && !isInverseTest)
            return null;
        if (i[0].Type == IRType.Int1)
            return isTest ? i[0] : Make(Opcode.Not, i, i[0]);
        if (Narrow(i[0]) is { } condition)
            return isTest ? condition : Make(Opcode.Not, i, condition);
        // (c ? a : b) != 0 with booleans a and b.
        if (i[0] is Instruction { Op: Opcode.Select } select && Narrow(select[1]) is { } a && Narrow(select[2]) is { } b)
        {
            var narrow = Make(Opcode.Select, i, select[0], a, b);
            return isTest ? narrow : Make(Opcode.Not, i, narrow);
        }
        return null;
    }

    private Value? Select(Instruction i)
    {
        if (i[0] is Constant condition)
            return condition.IsZero ? i[2] : i[1];
        if (Same(i[1], i[2]))
            return i[1];
        if (i[0] is Instruction { Op: Opcode.Not } not)
            return Make(Opcode.Select, i, not[0], i[2], i[1]);
        if (i.Type == IRType.Int1)
        {
            return (i[1], i[2]) switch
            {
                (Constant { Bits: 1 }, Constant { Bits: 0 }) => i[0],
                (Constant { Bits: 0 }, Constant { Bits: 1 }) => Make(Opcode.Not, i, i[0]),
                (Constant { Bits: 1 }, _) => Make(Opcode.Or, i, i[0], i[2]),
                (_, Constant { Bits: 0 }) => Make(Opcode.And, i, i[0], i[1]),
                _ => null,
            };
        }
        return i is { Type.Kind: ScalarKind.Int32 } && i[1] is Constant { Bits: 1 } && i[2] is Constant { Bits: 0 }
            ? Make(Opcode.ZeroExtend, i, i[0]) : Extremum(i);
    }

    /// <summary>The smaller or larger of two integers, which processors have an instruction for.</summary>
    private Instruction? Extremum(Instruction i)
    {
        if (!i.Type.IsInteger || i.Type.Size < 4 || i[0] is not Instruction { Operands: [var a, var b] } compare)
            return null;
        bool isKept = Same(i[1], a) && Same(i[2], b);
        if (!isKept && !(Same(i[1], b) && Same(i[2], a)))
            return null;
        return compare.Op switch
        {
            Opcode.Lt or Opcode.Le => Make(isKept ? Opcode.Min : Opcode.Max, i, a, b),
            Opcode.Gt or Opcode.Ge => Make(isKept ? Opcode.Max : Opcode.Min, i, a, b),
            Opcode.LtU or Opcode.LeU => Make(isKept ? Opcode.MinU : Opcode.MaxU, i, a, b),
            Opcode.GtU or Opcode.GeU => Make(isKept ? Opcode.MaxU : Opcode.MinU, i, a, b),
            _ => null,
        };
    }

    private Value? Truncate(Instruction i) => i[0] switch
    {
        Instruction { Op: Opcode.ZeroExtend or Opcode.SignExtend } extend when extend[0].Type == i.Type => extend[0],
        Instruction { Op: Opcode.ZeroExtend or Opcode.SignExtend } extend when extend[0].Type.Bits < i.Type.Bits => Make(extend.Op, i, extend[0]),
        Instruction { Op: Opcode.ZeroExtend or Opcode.SignExtend or Opcode.Truncate } extend when extend[0].Type.Bits > i.Type.Bits => Make(Opcode.Truncate, i, extend[0]),
        _ => null,
    };

    /// <summary>Constant indices become displacements, and chains of addresses with one variable index become one.</summary>
    private Value? Address(Instruction i)
    {
        if (i[1] is Constant { Bits: 0 } && i.Displacement == 0)
            return i[0];
        if (i[1] is Constant { Bits: not 0 } index)
            return Offset(i, i[0], Constant.Int64(0), 1, index.Bits * i.Scale + i.Displacement);
        if (i[1] is Instruction { Op: Opcode.SignExtend } wide && wide[0] is Instruction { Op: Opcode.Add or Opcode.Sub } sum
            && sum.Type == IRType.Int32 && sum[1] is Constant { Bits: >= -MostSteps and <= MostSteps } step)
        {
            // Where so small a step wraps, the index is negative or larger than any view's: the address may be computed as if it did not.
            var narrow = Add(new Instruction(Opcode.SignExtend, IRType.Int64, [sum[0]]) { Location = i.Location });
            long steps = sum.Op == Opcode.Add ? step.Bits : -step.Bits;
            return Offset(i, i[0], narrow, i.Scale, steps * i.Scale + i.Displacement);
        }
        if (i[0] is not Instruction { Op: Opcode.Offset } inner)
            return null;
        if (i[1] is Constant)
            return Offset(i, inner[0], inner[1], inner.Scale, inner.Displacement + i.Displacement);
        return inner[1] is Constant { Bits: 0 } ? Offset(i, inner[0], i[1], i.Scale, inner.Displacement + i.Displacement) : null;
    }

    private Instruction Offset(Instruction i, Value pointer, Value index, int scale, long displacement) =>
        Add(new(Opcode.Offset, i.Type, [pointer, index], new Immediates(scale, displacement)) { Location = i.Location });

    private Instruction Make(Opcode op, Instruction i, params Value[] operands) => Add(new(op, i.Type, operands) { Location = i.Location });

    private Instruction Add(Instruction instruction)
    {
        Made.Add(instruction);
        return instruction;
    }

    private static bool IsZero(Value value) => value is Constant { Bits: 0 } && !value.Type.IsFloat;
    private static bool IsOne(Value value) => value is Constant { Bits: 1 } && !value.Type.IsFloat;
    private static bool IsOnes(Value value) => value is Constant constant && !value.Type.IsFloat && (constant.Bits == -1 || (value.Type == IRType.Int1 && constant.Bits == 1));
    private static bool Same(Value a, Value b) => a == b || (a is Constant x && x.Equals(b));

    private static Opcode Inverse(Opcode op, IRType type) => op switch
    {
        Opcode.Eq => Opcode.Ne,
        Opcode.Ne => Opcode.Eq,
        // The inverse of an ordered comparison of floats is the unordered opposite.
        Opcode.Lt => type.IsFloat ? Opcode.GeU : Opcode.Ge,
        Opcode.Le => type.IsFloat ? Opcode.GtU : Opcode.Gt,
        Opcode.Gt => type.IsFloat ? Opcode.LeU : Opcode.Le,
        Opcode.Ge => type.IsFloat ? Opcode.LtU : Opcode.Lt,
        Opcode.LtU => type.IsFloat ? Opcode.Ge : Opcode.GeU,
        Opcode.LeU => type.IsFloat ? Opcode.Gt : Opcode.GtU,
        Opcode.GtU => type.IsFloat ? Opcode.Le : Opcode.LeU,
        _ => type.IsFloat ? Opcode.Lt : Opcode.LtU,
    };

    private static Opcode Swap(Opcode op) => op switch
    {
        Opcode.Lt => Opcode.Gt,
        Opcode.Le => Opcode.Ge,
        Opcode.Gt => Opcode.Lt,
        Opcode.Ge => Opcode.Le,
        Opcode.LtU => Opcode.GtU,
        Opcode.LeU => Opcode.GeU,
        Opcode.GtU => Opcode.LtU,
        Opcode.GeU => Opcode.LeU,
        _ => op,
    };
}
