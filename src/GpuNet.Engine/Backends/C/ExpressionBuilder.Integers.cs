using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.C;

// Arithmetic. Integers wrap, so what could overflow is computed unsigned: one unsigned operand makes C do that.
internal sealed partial class ExpressionBuilder
{
    private CExpression Arithmetic(Instruction instruction)
    {
        if (GlobalIndex.DimensionOf(instruction) is { } dimension)
            return dialect.GlobalId(dimension);
        if (instruction.Op == Opcode.Neg)
            return Negate(instruction);
        var (sign, precedence) = instruction.Op switch
        {
            Opcode.Add => ('+', Precedence.Additive),
            Opcode.Sub => ('-', Precedence.Additive),
            _ => ('*', Precedence.Multiplicative),
        };
        if (instruction.Type.IsFloat)
            return new($"{Of(instruction[0]).At(precedence)} {sign} {Of(instruction[1]).At(precedence + 1)}", precedence, TypeOf(instruction));

        var type = new CType(instruction.Type);
        if (type.IsNarrow)
        {
            // Signed operands of 16 bits cannot overflow an int.
            string sum = $"{Signed(instruction[0]).At(precedence)} {sign} {Signed(instruction[1]).At(precedence + 1)}";
            return new($"({dialect.TypeName(type)})({sum})", Precedence.Unary, type);
        }
        if (instruction is { Op: Opcode.Add } && instruction[1] is Constant { Bits: < 0 } negative && negative.Bits > int.MinValue)
        {
            var magnitude = new Constant(negative.Type, -negative.Bits);
            return new($"{Of(instruction[0]).At(precedence)} - {Unsigned(magnitude)}", precedence, type.AsUnsigned);
        }
        var left = Of(instruction[0]);
        var right = Of(instruction[1]);
        if (!left.Type.Unsigned && !right.Type.Unsigned)
        {
            if (instruction[1] is Constant)
                right = Unsigned(instruction[1]);
            else
                left = Unsigned(instruction[0]);
        }
        return new($"{left.At(precedence)} {sign} {right.At(precedence + 1)}", precedence, type.AsUnsigned);
    }

    private CExpression Negate(Instruction instruction)
    {
        var type = new CType(instruction.Type);
        var operand = Of(instruction[0]);
        if (type.Type.IsFloat)
            return new("-" + operand.At(Precedence.Postfix), Precedence.Unary, type);
        if (type.IsNarrow)
            return new($"({dialect.TypeName(type)})-{Signed(instruction[0]).At(Precedence.Postfix)}", Precedence.Unary, type);
        return new($"{Unsigned(Constant.Zero(instruction.Type))} - {operand.At(Precedence.Multiplicative)}", Precedence.Additive, type.AsUnsigned);
    }

    private CExpression Division(Instruction instruction)
    {
        bool unsigned = instruction.Op is Opcode.DivU or Opcode.RemU;
        bool remainder = instruction.Op is Opcode.Rem or Opcode.RemU;
        var type = new CType(instruction.Type, unsigned);
        if (instruction.Type.IsFloat)
            return remainder ? Call(dialect.MathFunction(Opcode.Rem, instruction.Type), type, Of(instruction[0]), Of(instruction[1])) : Divide(instruction);

        var left = As(type, instruction[0]);
        var right = As(type, instruction[1]);
        if (instruction[1] is not Constant { Bits: not (0 or -1) })
            return Call(helpers.Division(type, remainder), type, left, right);
        string text = $"{left.At(Precedence.Multiplicative)} {(remainder ? '%' : '/')} {right.At(Precedence.Unary)}";
        return Cast(new CExpression(text, Precedence.Multiplicative, type), type, force: type.IsNarrow);
    }

    private CExpression Divide(Instruction instruction)
    {
        var type = new CType(instruction.Type);
        if (instruction.Type == IRType.Float32 && !dialect.RoundsDivideAndSqrt)
        {
            // A double quotient of floats rounds to the same float as the exact one.
            helpers.Require(Requirements.Float64, instruction);
            string quotient = $"(double){Of(instruction[0]).At(Precedence.Unary)} / (double){Of(instruction[1]).At(Precedence.Unary)}";
            return new($"(float)({quotient})", Precedence.Unary, type);
        }
        if (instruction[0] is Constant { IsFloatingOne: true } && dialect.ReciprocalFunction(instruction.Type) is { } reciprocal)
            return Call(reciprocal, type, Of(instruction[1]));
        if (dialect.DivisionFunction(instruction.Type) is { } function)
            return Call(function, type, Of(instruction[0]), Of(instruction[1]));
        return new($"{Of(instruction[0]).At(Precedence.Multiplicative)} / {Of(instruction[1]).At(Precedence.Unary)}", Precedence.Multiplicative, type);
    }

    private CExpression Bitwise(Instruction instruction)
    {
        var type = new CType(instruction.Type);
        if (instruction.Op == Opcode.Not)
        {
            if (instruction.Type == IRType.Int1)
                return Negation(instruction[0]);
            var inverse = new CExpression("~" + Of(instruction[0]).At(Precedence.Postfix), Precedence.Unary, type);
            return inverse with { Type = type with { Unsigned = Of(instruction[0]).Type.Unsigned && !type.IsNarrow } };
        }
        var (sign, precedence) = instruction.Op switch
        {
            Opcode.And => ('&', Precedence.And),
            Opcode.Or => ('|', Precedence.Or),
            _ => ('^', Precedence.Xor),
        };
        CExpression left = Of(instruction[0]), right = Of(instruction[1]);
        bool unsigned = !type.IsNarrow && (left.Type.Unsigned || right.Type.Unsigned);
        // Only like operators go without parentheses: nobody knows C's precedence of these.
        string text = $"{Operand(instruction[0], left)} {sign} {Operand(instruction[1], right)}";
        var result = new CExpression(text, precedence, type with { Unsigned = unsigned });
        return type.IsNarrow ? Cast(result, type, force: true) : result;

        string Operand(Value value, CExpression expression)
        {
            if (type.IsNarrow)
                return Signed(value).At(Precedence.Unary);
            return expression.Precedence == precedence ? expression.Text : expression.At(Precedence.Unary);
        }
    }

    private CExpression Shift(Instruction instruction)
    {
        var type = new CType(instruction.Type);
        int mask = instruction.Type.Bits - 1;
        string count = instruction[1] is Constant constant ? $"{constant.Bits & mask}" : $"({Of(instruction[1]).At(Precedence.Unary)} & {mask})";
        var result = instruction.Op switch
        {
            Opcode.Shr => new CExpression($"{Signed(instruction[0]).At(Precedence.Unary)} >> {count}", Precedence.Shift, type),
            Opcode.ShrU => new CExpression($"{Unsigned(instruction[0]).At(Precedence.Unary)} >> {count}", Precedence.Shift, type.AsUnsigned),
            _ when type.IsNarrow => new CExpression(
                $"({dialect.ScalarName(ScalarKind.Int32, true)}){Of(instruction[0]).At(Precedence.Unary)} << {count}", Precedence.Shift, type),
            _ => new CExpression($"{Unsigned(instruction[0]).At(Precedence.Unary)} << {count}", Precedence.Shift, type.AsUnsigned),
        };
        return type.IsNarrow ? Cast(result, type, force: true) : result;
    }

    private CExpression BitCount(Instruction instruction)
    {
        var operand = instruction.Op == Opcode.TrailingZeros ? Unsigned(instruction[0]) : Signed(instruction[0]);
        string function = instruction.Op == Opcode.TrailingZeros
            ? helpers.TrailingZeros(instruction[0].Type)
            : dialect.BitFunction(instruction.Op, instruction[0].Type)!;
        // Some built-in functions return their operand's type.
        return Cast(Call(function, operand.Type, operand), new CType(IRType.Int32));
    }
}
