using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.C;

// Floating point, comparisons and conversions.
internal sealed partial class ExpressionBuilder
{
    private static readonly CType Bool = new(IRType.Int1);

    private CExpression Extremum(Instruction instruction)
    {
        bool isMin = instruction.Op is Opcode.Min or Opcode.MinU;
        var type = new CType(instruction.Type, instruction.Op is Opcode.MinU or Opcode.MaxU);
        if (!instruction.Type.IsFloat)
            return Call(isMin ? "min" : "max", type, As(type, instruction[0]), As(type, instruction[1]));

        // Against most constants, one comparison that is false for NaN does it: equal values are then the same bits,
        // and with max(x, +0) and min(x, -0) the constant is the right answer for either zero.
        var (value, limit) = instruction[0] is Constant constant ? (instruction[1], constant) : (instruction[0], instruction[1] as Constant);
        if (limit is not null && !inlining.Contains(value) && IsDecisive(limit, isMin))
            return new($"{Of(value)} {(isMin ? ">=" : "<=")} {Of(limit)} ? {Of(limit)} : {Of(value)}", Precedence.Conditional, type);
        return Call(helpers.Extremum(instruction.Type, isMin), type, Of(instruction[0]), Of(instruction[1]));
    }

    private static bool IsDecisive(Constant limit, bool isMin)
    {
        double value = limit.Type == IRType.Float32 ? limit.AsSingle : limit.AsDouble;
        return !double.IsNaN(value) && (value != 0 || double.IsNegative(value) == isMin);
    }

    private CExpression Absolute(Instruction instruction)
    {
        var type = new CType(instruction.Type);
        return instruction.Type.IsFloat ? Call(dialect.MathFunction(Opcode.Abs, instruction.Type), type, Of(instruction[0]))
            // Unsigned, so that the smallest value has an absolute value.
            : Call(dialect.BitFunction(Opcode.Abs, instruction.Type) ?? helpers.Absolute(type), type.AsUnsigned, Signed(instruction[0]));
    }

    private CExpression Math(Instruction instruction)
    {
        var type = new CType(instruction.Type);
        if (instruction.Op == Opcode.Rcp)
            return new($"{Literals.Of(One(instruction.Type), dialect)} / {Of(instruction[0]).At(Precedence.Unary)}", Precedence.Multiplicative, type);
        if (instruction is { Op: Opcode.Sqrt, Type.Kind: ScalarKind.Float32 } && !dialect.RoundsDivideAndSqrt)
        {
            helpers.Require(Requirements.Float64, instruction);
            return new($"(float)sqrt((double){Of(instruction[0]).At(Precedence.Unary)})", Precedence.Unary, type);
        }
        return Call(dialect.MathFunction(instruction.Op, instruction.Type), type, [.. instruction.Operands.Select(Of)]);
    }

    private static Constant One(IRType type) => type == IRType.Float32 ? Constant.Float32(1) : Constant.Float64(1);

    private CExpression Compare(Instruction instruction, Opcode op)
    {
        bool isUnsigned = op is >= Opcode.LtU and <= Opcode.GeU;
        if (isUnsigned && instruction[0].Type.IsFloat)
        {
            // Unordered: true unless the opposite holds.
            var opposite = Compare(instruction, Opposite(op) - Opcode.LtU + Opcode.Lt);
            return new CExpression($"!{opposite.At(Precedence.Postfix)}", Precedence.Unary, Bool);
        }
        string sign = op switch
        {
            Opcode.Eq => "==",
            Opcode.Ne => "!=",
            Opcode.Lt or Opcode.LtU => "<",
            Opcode.Le or Opcode.LeU => "<=",
            Opcode.Gt or Opcode.GtU => ">",
            _ => ">=",
        };
        var precedence = op is Opcode.Eq or Opcode.Ne ? Precedence.Equality : Precedence.Relational;
        CExpression Operand(Value value) => !value.Type.IsInteger || value.Type == IRType.Int1 ? Of(value) : isUnsigned ? Unsigned(value) : Signed(value);
        var (left, right) = instruction[0].Type.IsPointer
            ? (Cast(Of(instruction[0]), Bytes(instruction[0])), Cast(Of(instruction[1]), Bytes(instruction[1])))
            : (Operand(instruction[0]), Operand(instruction[1]));
        return new($"{left.At(Precedence.Shift)} {sign} {right.At(Precedence.Shift)}", precedence, Bool);
    }

    private static Opcode Opposite(Opcode op) => op switch
    {
        Opcode.Eq => Opcode.Ne,
        Opcode.Ne => Opcode.Eq,
        Opcode.Lt => Opcode.Ge,
        Opcode.Ge => Opcode.Lt,
        Opcode.Le => Opcode.Gt,
        Opcode.Gt => Opcode.Le,
        Opcode.LtU => Opcode.GeU,
        Opcode.GeU => Opcode.LtU,
        Opcode.LeU => Opcode.GtU,
        _ => Opcode.LeU,
    };

    private CExpression Convert(Instruction instruction)
    {
        var from = instruction[0];
        var to = new CType(instruction.Type);
        switch (instruction.Op)
        {
            case Opcode.SignExtend when from.Type == IRType.Int1:
                return Cast(new CExpression("-" + Cast(Of(from), new CType(IRType.Int32)).At(Precedence.Unary), Precedence.Unary, new CType(IRType.Int32)), to);
            case Opcode.SignExtend:
                return Cast(Signed(from), to);
            case Opcode.ZeroExtend:
                return Cast(from.Type == IRType.Int1 ? Of(from) : Unsigned(from), to, force: true);
            case Opcode.Truncate when to.Kind == ScalarKind.Int1:
                return new($"({Of(from).At(Precedence.Unary)} & 1) != 0", Precedence.Equality, to);
            case Opcode.Truncate or Opcode.FloatConvert:
                return Cast(Of(from), to);
            case Opcode.SignedToFloat:
                return Cast(Signed(from), to);
            case Opcode.UnsignedToFloat:
                return Cast(from.Type == IRType.Int1 ? Of(from) : Unsigned(from), to);
            case Opcode.FloatToSigned:
                return Call(helpers.FloatToInteger(from.Type, to), to, Of(from));
            case Opcode.FloatToUnsigned:
                return Call(helpers.FloatToInteger(from.Type, to.AsUnsigned), to.AsUnsigned, Of(from));
            case Opcode.Bitcast:
                // One way or the other the operand is exactly of the type that the function takes.
                return new(dialect.Bitcast(instruction.Type, (from.Type.IsInteger ? Signed(from) : Of(from)).Text), Precedence.Postfix, to);
            case Opcode.PointerToInt:
                return Cast(Of(from), to, force: true);
            default:
                return Cast(Signed(from), TypeOf(instruction), force: true);
        }
    }

    private static CType Bytes(Value pointer) => CType.PointerTo(ScalarKind.Int8, pointer.Type.Space);
}
