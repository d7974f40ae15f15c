using System.Reflection.Emit;
using System.Runtime.Intrinsics.X86;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>Arithmetic on all lanes at once, with the same bits as <see cref="ScalarOps"/>.</summary>
internal sealed class VectorOps(Il il, VectorApi api, PrivateMemory? privateMemory = null)
{
    /// <summary>Loads one part of an operand as a vector.</summary>
    public delegate void Push(Value value, int part);

    /// <summary>False: one lane at a time.</summary>
    /// <param name="instruction">What.</param>
    /// <param name="isScalar">Whether a value is the same in all lanes.</param>
    public bool Has(Instruction instruction, Func<Value, bool> isScalar)
    {
        var type = instruction.Type;
        return instruction.Op switch
        {
            Opcode.Add or Opcode.Sub or Opcode.Mul or Opcode.Neg or Opcode.Abs or Opcode.Min or Opcode.Max
                or Opcode.And or Opcode.Or or Opcode.Xor or Opcode.Not or Opcode.Select or Opcode.Offset => true,
            Opcode.MinU or Opcode.MaxU => type.Size >= 4,
            Opcode.MulHighU => true,
            Opcode.Div => type.IsFloat || type.Size <= 4,
            Opcode.Rem or Opcode.DivU or Opcode.RemU => type.IsInteger && type.Size <= 4,
            Opcode.Shl or Opcode.Shr or Opcode.ShrU => isScalar(instruction[1]) || type.Size <= 4,
            >= Opcode.Eq and <= Opcode.GeU => true,
            >= Opcode.SignExtend and <= Opcode.IntToPointer => VectorConversions.Has(instruction),
            Opcode.Fma or Opcode.Sqrt or Opcode.Floor or Opcode.Ceiling or Opcode.RoundToZero or Opcode.RoundEven or Opcode.CopySign
                or Opcode.Rcp or Opcode.Rsqrt => true,
            Opcode.Shuffle => true,
            _ => false,
        };
    }

    /// <summary>Leaves one part of the result on the stack.</summary>
    /// <param name="instruction">What.</param>
    /// <param name="part">Which part of the result.</param>
    /// <param name="push">Loads an operand.</param>
    /// <param name="pushScalar">Loads an operand that is the same in all lanes.</param>
    /// <param name="isScalar">Whether a value is the same in all lanes.</param>
    public void Emit(Instruction instruction, int part, Push push, Action<Value> pushScalar, Func<Value, bool> isScalar)
    {
        var type = instruction.Type;
        var vector = api.Of(type);
        var operands = instruction.Operands;
        void All()
        {
            foreach (var operand in operands)
                push(operand, part);
        }
        void Call(string name)
        {
            All();
            il.Call(operands.Length switch
            {
                1 => api.Method(name, vector),
                2 => api.Method(name, vector, vector),
                _ => api.Method(name, vector, vector, vector),
            });
        }
        void Unsigned(string name)
        {
            var unsigned = type.Size == 8 ? typeof(ulong) : typeof(uint);
            foreach (var operand in operands)
            {
                push(operand, part);
                api.As(il, Il.ClrType(type), unsigned);
            }
            il.Call(api.Method(name, api.Of(unsigned), api.Of(unsigned)));
            api.As(il, unsigned, Il.ClrType(type));
        }

        switch (instruction.Op)
        {
            case Opcode.Add: Call("Add"); Canonicalize(type); break;
            case Opcode.Sub: Call("Subtract"); Canonicalize(type); break;
            case Opcode.Mul: Call("Multiply"); Canonicalize(type); break;
            case Opcode.Div when type.IsFloat: Call("Divide"); break;
            case Opcode.Div or Opcode.Rem or Opcode.DivU or Opcode.RemU: Divide(instruction, push); break;
            case Opcode.Min: Call("Min"); break;
            case Opcode.Max: Call("Max"); break;
            case Opcode.MinU: Unsigned("Min"); break;
            case Opcode.MaxU: Unsigned("Max"); break;
            case Opcode.MulHighU:
                All();
                il.Call(LaneProducts.UpperHalf(api));
                break;
            case Opcode.And: Call("BitwiseAnd"); break;
            case Opcode.Or: Call("BitwiseOr"); break;
            case Opcode.Xor: Call("Xor"); break;
            case Opcode.Not: Call("OnesComplement"); break;
            case Opcode.Fma: Call("FusedMultiplyAdd"); break;
            case Opcode.Sqrt: Call("Sqrt"); break;
            case Opcode.Floor: Call("Floor"); break;
            case Opcode.Ceiling: Call("Ceiling"); break;
            case Opcode.RoundToZero: Call("Truncate"); break;
            case Opcode.RoundEven: Call("Round"); break;
            case Opcode.CopySign: Call("CopySign"); break;
            case Opcode.Abs when type.IsFloat: Call("Abs"); break;
            case Opcode.Shuffle: push(operands[0], part); break;
            case Opcode.Neg when type.IsFloat:
                All();
                Constant(type == IRType.Float32 ? IR.Constant.Float32(-0f) : IR.Constant.Float64(-0d));
                il.Call(api.Method("Xor", vector, vector));
                break;
            case Opcode.Neg or Opcode.Abs:
                if (instruction.Op == Opcode.Abs)
                    All();
                Constant(IR.Constant.Zero(type));
                All();
                il.Call(api.Method("Subtract", vector, vector));
                if (instruction.Op == Opcode.Abs)
                    il.Call(api.Method("Max", vector, vector));
                Canonicalize(type);
                break;
            case Opcode.Rcp or Opcode.Rsqrt:
                Constant(type == IRType.Float32 ? IR.Constant.Float32(1f) : IR.Constant.Float64(1d));
                All();
                if (instruction.Op == Opcode.Rsqrt)
                    il.Call(api.Method("Sqrt", vector));
                il.Call(api.Method("Divide", vector, vector));
                break;
            case Opcode.Shl or Opcode.Shr or Opcode.ShrU:
                Shift(instruction, part, push, pushScalar, isScalar(operands[1]));
                break;
            case Opcode.Select when FloatExtremum.Of(instruction) is { } extremum:
                push(extremum.First, part);
                push(extremum.Second, part);
                il.Call(extremum.Method(api, type));
                break;
            case Opcode.Select:
                push(operands[0], 0);
                MaskFor(type, part);
                push(operands[1], part);
                push(operands[2], part);
                il.Call(api.Method("ConditionalSelect", vector, vector, vector));
                break;
            case Opcode.Offset:
                Offset(instruction, part, push);
                break;
            case >= Opcode.Eq and <= Opcode.GeU:
                Compare(instruction, push);
                break;
            default:
                new VectorConversions(il, api).Emit(instruction, part, push);
                break;
        }
    }

    public void Constant(Constant constant)
    {
        il.Constant(constant);
        api.Broadcast(il, constant.Type);
    }

    /// <summary>Turns the mask on the stack into one for values of a type, or for one half of the lanes.</summary>
    public void MaskFor(IRType type, int part)
    {
        if (VectorApi.Parts(type) == 1)
        {
            api.As(il, typeof(int), Il.ClrType(type));
            return;
        }
        il.Call(api.Method(part == 0 ? "WidenLower" : "WidenUpper", api.Mask));
        api.As(il, typeof(long), Il.ClrType(type));
    }

    /// <summary>Turns the integers on the stack into a mask of those that are not zero.</summary>
    public void MaskFromNonZero()
    {
        Constant(IR.Constant.Int32(0));
        il.Call(api.Method("Equals", api.Mask, api.Mask)).Call(api.Method("OnesComplement", api.Mask));
    }

    /// <summary>Turns the mask on the stack into ones and zeros.</summary>
    public void OnesFromMask() => il.Int(31).Call(api.Method("ShiftRightLogical", api.Mask, typeof(int)));

    /// <summary>Turns the integers on the stack into a mask of the odd ones.</summary>
    public void MaskFromLowestBit()
    {
        foreach (string shift in new[] { "ShiftLeft", "ShiftRightArithmetic" })
            il.Int(31).Call(api.Method(shift, api.Mask, typeof(int)));
    }

    /// <summary>Back to the sign-extended form of small integers.</summary>
    public void Canonicalize(IRType type)
    {
        if (type.Kind is not (ScalarKind.Int8 or ScalarKind.Int16))
            return;
        foreach (string shift in new[] { "ShiftLeft", "ShiftRightArithmetic" })
            il.Int(32 - type.Bits).Call(api.Method(shift, api.Mask, typeof(int)));
    }

    /// <summary>
    /// Integers of 32 bits divide exactly as doubles: a quotient of two of them is never so close below an integer that
    /// rounding to 53 bits would reach it. By zero, the conversion gives a value whose low half is 0.
    /// </summary>
    private void Divide(Instruction instruction, Push push)
    {
        var type = instruction.Type;
        bool isSigned = instruction.Op is Opcode.Div or Opcode.Rem;
        Type narrow = isSigned ? typeof(int) : typeof(uint), wide = isSigned ? typeof(long) : typeof(ulong);
        var operands = instruction.Operands.Select(_ => il.Local(api.Of(narrow))).ToArray();
        for (int operand = 0; operand < 2; operand++)
        {
            push(instruction[operand], 0);
            if (!isSigned && type.Size < 4)
            {
                Constant(IR.Constant.Int32((1 << type.Bits) - 1));
                il.Call(api.Method("BitwiseAnd", api.Mask, api.Mask));
            }
            api.As(il, typeof(int), narrow);
            il.Set(operands[operand]);
        }
        if (instruction.Op is Opcode.Rem or Opcode.RemU)
            il.Get(operands[0]);
        for (int part = 0; part < 2; part++)
        {
            foreach (var operand in operands)
            {
                il.Get(operand).Call(api.Method(part == 0 ? "WidenLower" : "WidenUpper", api.Of(narrow)));
                il.Call(api.Method("ConvertToDouble", api.Of(wide)));
            }
            il.Call(api.Method("Divide", api.Of(typeof(double)), api.Of(typeof(double))));
            il.Call(api.Method("ConvertToInt64Native", api.Of(typeof(double))));
        }
        il.Call(api.Method("Narrow", api.Of(typeof(long)), api.Of(typeof(long))));
        api.As(il, typeof(int), narrow);
        if (instruction.Op is Opcode.Rem or Opcode.RemU)
        {
            il.Get(operands[1]).Call(api.Method("Multiply", api.Of(narrow), api.Of(narrow)));
            il.Call(api.Method("Subtract", api.Of(narrow), api.Of(narrow)));
            // The quotient by zero is 0, as for single lanes, and so is the remainder.
            il.Get(operands[1]);
            api.As(il, narrow, typeof(int));
            MaskFromNonZero();
            api.As(il, typeof(int), narrow);
            il.Call(api.Method("BitwiseAnd", api.Of(narrow), api.Of(narrow)));
        }
        api.As(il, narrow, typeof(int));
        Canonicalize(type);
    }

    private void Offset(Instruction instruction, int part, Push push)
    {
        long spread = privateMemory?.Spread(instruction) ?? 1;
        var vector = api.Of(typeof(long));
        push(instruction[0], part);
        push(instruction[1], part);
        if (long.IsPow2(instruction.Scale * spread))
        {
            il.Int((int)long.Log2(instruction.Scale * spread)).Call(api.Method("ShiftLeft", vector, typeof(int)));
        }
        else
        {
            Constant(IR.Constant.Int64(instruction.Scale * spread));
            il.Call(api.Method("Multiply", vector, vector));
        }
        il.Call(api.Method("Add", vector, vector));
        if (instruction.Displacement == 0)
            return;
        Constant(IR.Constant.Int64(instruction.Displacement * spread));
        il.Call(api.Method("Add", vector, vector));
    }

    private void Shift(Instruction instruction, int part, Push push, Action<Value> pushScalar, bool isUniform)
    {
        var type = instruction.Type;
        var vector = api.Of(type);
        push(instruction[0], part);
        if (instruction.Op == Opcode.ShrU && type.Size < 4)
        {
            Constant(IR.Constant.Int32((1 << type.Bits) - 1));
            il.Call(api.Method("BitwiseAnd", vector, vector));
        }
        if (isUniform)
        {
            pushScalar(instruction[1]);
            il.Int(type.Bits - 1).Op(OpCodes.And).Call(api.Method(
                instruction.Op switch { Opcode.Shl => "ShiftLeft", Opcode.Shr => "ShiftRightArithmetic", _ => "ShiftRightLogical" }, vector, typeof(int)));
        }
        else
        {
            push(instruction[1], 0);
            Constant(IR.Constant.Int32(type.Bits - 1));
            il.Call(api.Method("BitwiseAnd", api.Mask, api.Mask));
            api.As(il, typeof(int), typeof(uint));
            string name = instruction.Op switch
            {
                Opcode.Shl => "ShiftLeftLogicalVariable",
                Opcode.Shr => "ShiftRightArithmeticVariable",
                _ => "ShiftRightLogicalVariable",
            };
            il.Call((api.Lanes == 16 ? typeof(Avx512F) : typeof(Avx2)).GetMethod(name, [vector, api.Of(typeof(uint))])!);
        }
        Canonicalize(type);
    }

    private void Compare(Instruction instruction, Push push)
    {
        var type = instruction[0].Type;
        for (int part = 0; part < VectorApi.Parts(type); part++)
            ComparePart(instruction, type, part, push);
        if (VectorApi.Parts(type) == 2)
            il.Call(api.Method("Narrow", api.Of(typeof(long)), api.Of(typeof(long))));
    }

    private void ComparePart(Instruction instruction, IRType type, int part, Push push)
    {
        var (name, isNegated) = (instruction.Op, type.IsFloat) switch
        {
            (Opcode.Eq, _) => ("Equals", false),
            (Opcode.Ne, _) => ("Equals", true),
            (Opcode.Lt, _) or (Opcode.LtU, false) => ("LessThan", false),
            (Opcode.Le, _) or (Opcode.LeU, false) => ("LessThanOrEqual", false),
            (Opcode.Gt, _) or (Opcode.GtU, false) => ("GreaterThan", false),
            (Opcode.Ge, _) or (Opcode.GeU, false) => ("GreaterThanOrEqual", false),
            (Opcode.LtU, true) => ("GreaterThanOrEqual", true),
            (Opcode.LeU, true) => ("GreaterThan", true),
            (Opcode.GtU, true) => ("LessThanOrEqual", true),
            _ => ("LessThan", true),
        };
        var element = Il.ClrType(type);
        // Sign-extended small integers keep their unsigned order as unsigned 32-bit integers.
        var compared = type.IsFloat || instruction.Op < Opcode.LtU ? element : type.Size == 8 ? typeof(ulong) : typeof(uint);
        foreach (var operand in instruction.Operands)
        {
            push(operand, part);
            api.As(il, element, compared);
        }
        il.Call(api.Method(name, api.Of(compared), api.Of(compared)));
        var mask = type.Size == 8 ? typeof(long) : typeof(int);
        api.As(il, compared, mask);
        if (isNegated)
            il.Call(api.Method("OnesComplement", api.Of(mask)));
    }
}
