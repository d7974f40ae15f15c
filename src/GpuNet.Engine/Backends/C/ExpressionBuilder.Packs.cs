using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.C;

// Operations on several values at once, in OpenCL C's vector types.
internal sealed partial class ExpressionBuilder
{
    /// <summary>What a pack's variable is set to.</summary>
    public string Vector(Pack pack)
    {
        var first = (Instruction)pack.Lanes[0];
        string[] x = [.. pack.Operands.Select(operand => Vector(operand))];
        bool isFloat = first.Operands[0].Type == IRType.Float32;
        return first.Op switch
        {
            Opcode.Add => Wrap($"{U(0)} + {U(1)}"),
            Opcode.Sub => Wrap($"{U(0)} - {U(1)}"),
            Opcode.Mul => Wrap($"{U(0)} * {U(1)}"),
            Opcode.Neg => Wrap($"-{U(0)}"),
            Opcode.Div => $"{x[0]} / {x[1]}",
            Opcode.Min or Opcode.Max => $"{(first.Op == Opcode.Min ? "min" : "max")}({x[0]}, {x[1]})",
            Opcode.MinU or Opcode.MaxU => Wrap($"{(first.Op == Opcode.MinU ? "min" : "max")}({U(0)}, {U(1)})"),
            Opcode.And => $"{x[0]} & {x[1]}",
            Opcode.Or => $"{x[0]} | {x[1]}",
            Opcode.Xor => $"{x[0]} ^ {x[1]}",
            Opcode.Not => $"~{x[0]}",
            // A vector's counts are taken modulo the width, as ours are.
            Opcode.Shl => Wrap($"{U(0)} << {U(1)}"),
            Opcode.Shr => $"{x[0]} >> {x[1]}",
            Opcode.ShrU => Wrap($"{U(0)} >> {U(1)}"),
            Opcode.Select => $"select({x[2]}, {x[1]}, {x[0]})",
            Opcode.Bitcast => $"{Reinterpretation(first.Type, false)}({x[0]})",
            Opcode.SignedToFloat => $"convert_{VectorName(ScalarKind.Float32, Packs.Count)}({x[0]})",
            Opcode.ZeroExtend => $"{x[0]} & 1",
            Opcode.SignExtend => x[0],
            Opcode.Eq => $"{x[0]} == {x[1]}",
            Opcode.Ne => $"{x[0]} != {x[1]}",
            Opcode.Lt => $"{x[0]} < {x[1]}",
            Opcode.Le => $"{x[0]} <= {x[1]}",
            Opcode.Gt => $"{x[0]} > {x[1]}",
            Opcode.Ge => $"{x[0]} >= {x[1]}",
            // Of floats: true unless the opposite holds.
            Opcode.LtU => isFloat ? $"~({x[0]} >= {x[1]})" : $"{U(0)} < {U(1)}",
            Opcode.LeU => isFloat ? $"~({x[0]} > {x[1]})" : $"{U(0)} <= {U(1)}",
            Opcode.GtU => isFloat ? $"~({x[0]} <= {x[1]})" : $"{U(0)} > {U(1)}",
            Opcode.GeU => isFloat ? $"~({x[0]} < {x[1]})" : $"{U(0)} >= {U(1)}",
            _ => $"{dialect.MathFunction(first.Op, first.Type)}({string.Join(", ", x)})",
        };

        // Integers wrap: they are computed unsigned.
        string U(int operand) => isFloat ? x[operand] : $"{Reinterpretation(IRType.Int32, true)}({x[operand]})";
        string Wrap(string text) => isFloat ? text : $"{Reinterpretation(IRType.Int32, false)}({text})";
    }

    /// <summary>A vector that is there, or made of a scalar or of constants.</summary>
    public string Vector(PackOperand operand)
    {
        if (operand.Vector is { } vector)
            return names[vector];
        string name = VectorName(operand.Lanes[0].Type == IRType.Int1 ? ScalarKind.Int32 : operand.Lanes[0].Type.Kind, operand.Lanes.Count);
        return operand.IsSame ? $"({name})({Lane(operand.Lanes[0])})" : $"({name})({string.Join(", ", operand.Lanes.Select(Lane))})";
    }

    private string Lane(Value value) => value switch
    {
        { Type.Kind: ScalarKind.Int1 } => $"{Of(value).At(Precedence.Equality)} ? -1 : 0",
        { Type.IsInteger: true } => Signed(value).Text,
        _ => Of(value).Text,
    };

    /// <summary>One lane of a pack.</summary>
    private CExpression Lane(Pack pack, Value value)
    {
        string part = $"{names[pack.Vector]}.{dialect.VectorPart(pack.Lanes.ToList().IndexOf(value))}";
        return value.Type == IRType.Int1
            ? new($"{part} != 0", Precedence.Equality, Bool)
            : new(part, Precedence.Postfix, new CType(value.Type));
    }

    private string Reinterpretation(IRType type, bool unsigned) => $"as_{(unsigned ? "u" : "")}{VectorName(type.Kind, Packs.Count)}";
}
