using GpuNet.Engine.Frontend.IL;
using GpuNet.Engine.IR;
using ILOpCode = System.Reflection.Metadata.ILOpCode;

namespace GpuNet.Engine.Frontend;

/// <summary>One IL instruction at a time.</summary>
internal sealed partial class MethodTranslator
{
    private void Translate(ILInstruction instruction)
    {
        var op = instruction.Op;
        switch (op)
        {
            case ILOpCode.Nop or ILOpCode.Break or ILOpCode.Volatile or ILOpCode.Unaligned or ILOpCode.Readonly
                or ILOpCode.Tail:
                break;
            case ILOpCode.Ldarg:
                stack.Add(LoadArgument(instruction.Index));
                break;
            case ILOpCode.Ldarga:
                stack.Add(ArgumentAddress(instruction.Index));
                break;
            case ILOpCode.Starg:
                StoreArgument(instruction.Index, Pop());
                break;
            case ILOpCode.Ldloc:
                stack.Add(LoadLocal(instruction.Index));
                break;
            case ILOpCode.Ldloca:
                stack.Add(StackValue.Pointer(LocalAddress(instruction.Index), il.LocalTypes[instruction.Index]));
                break;
            case ILOpCode.Stloc:
                StoreLocal(instruction.Index, Pop());
                break;
            case ILOpCode.Ldnull:
                stack.Add(StackValue.OfToken(NullToken.Instance));
                break;
            case ILOpCode.Ldc_i4:
                Push(Constant.Int32((int)instruction.Operand));
                break;
            case ILOpCode.Ldc_i8:
                Push(Constant.Int64(instruction.Operand));
                break;
            case ILOpCode.Ldc_r4:
                Push(new Constant(IRType.Float32, instruction.Operand));
                break;
            case ILOpCode.Ldc_r8:
                Push(new Constant(IRType.Float64, instruction.Operand));
                break;
            case ILOpCode.Sizeof:
                Push(Constant.Int32(TypeLayout.Of(il.ResolveType(position)).Size));
                break;
            case ILOpCode.Dup:
                stack.Add(stack[^1]);
                break;
            case ILOpCode.Pop:
                Pop();
                break;
            case ILOpCode.Constrained:
                constrainedType = il.ResolveType(position);
                break;
            case ILOpCode.Call or ILOpCode.Callvirt:
                Call(op == ILOpCode.Callvirt);
                break;
            case ILOpCode.Newobj:
                NewObject();
                break;
            case ILOpCode.Ret:
                LeaveMethod(returnType == typeof(void) ? default : values.Coerce(Pop(), returnType));
                break;
            case >= ILOpCode.Br and <= ILOpCode.Blt_un or ILOpCode.Switch or ILOpCode.Leave:
                TranslateBranch(instruction);
                break;
            case (>= ILOpCode.Add and <= ILOpCode.Not) or (>= ILOpCode.Add_ovf and <= ILOpCode.Sub_ovf_un):
                TranslateArithmetic(op);
                break;
            case ILOpCode.Ceq or ILOpCode.Cgt or ILOpCode.Cgt_un or ILOpCode.Clt or ILOpCode.Clt_un:
                var right = Pop();
                Push(translation.Arithmetic.Compare(Comparison(op), Pop(), right));
                break;
            case (>= ILOpCode.Conv_i1 and <= ILOpCode.Conv_u8) or ILOpCode.Conv_r_un
                or ILOpCode.Conv_u2 or ILOpCode.Conv_u1 or ILOpCode.Conv_i or ILOpCode.Conv_u
                or (>= ILOpCode.Conv_ovf_i1_un and <= ILOpCode.Conv_ovf_u_un)
                or (>= ILOpCode.Conv_ovf_i1 and <= ILOpCode.Conv_ovf_u8)
                or ILOpCode.Conv_ovf_i or ILOpCode.Conv_ovf_u:
                stack.Add(translation.Conversions.Convert(op, Pop()));
                break;
            case ILOpCode.Throw or ILOpCode.Rethrow:
                Throw();
                break;
            default:
                TranslateMemory(op);
                break;
        }
    }

    private void TranslateArithmetic(ILOpCode op)
    {
        var right = Pop();
        if (op is ILOpCode.Neg or ILOpCode.Not)
        {
            stack.Add(
                op == ILOpCode.Neg ? translation.Arithmetic.Negate(right) : translation.Arithmetic.Complement(right));
            return;
        }
        var left = Pop();
        stack.Add(op switch
        {
            ILOpCode.Shl => translation.Arithmetic.Shift(Opcode.Shl, left, right),
            ILOpCode.Shr => translation.Arithmetic.Shift(Opcode.Shr, left, right),
            ILOpCode.Shr_un => translation.Arithmetic.Shift(Opcode.ShrU, left, right),
            _ => translation.Arithmetic.Binary(
                op switch
                {
                    // Devices check nothing: what overflows wraps.
                    ILOpCode.Add or ILOpCode.Add_ovf or ILOpCode.Add_ovf_un => Opcode.Add,
                    ILOpCode.Sub or ILOpCode.Sub_ovf or ILOpCode.Sub_ovf_un => Opcode.Sub,
                    ILOpCode.Mul or ILOpCode.Mul_ovf or ILOpCode.Mul_ovf_un => Opcode.Mul,
                    ILOpCode.Div => Opcode.Div,
                    ILOpCode.Div_un => Opcode.DivU,
                    ILOpCode.Rem => Opcode.Rem,
                    ILOpCode.Rem_un => Opcode.RemU,
                    ILOpCode.And => Opcode.And,
                    ILOpCode.Or => Opcode.Or,
                    _ => Opcode.Xor,
                },
                left,
                right),
        });
    }

    private void Throw()
    {
        Pop();
        Report("throw does not exist on devices; "
            + "write an error value to a buffer, or check on the host before the launch");
        EndBlock(Return.Instance);
    }

    /// <summary>
    /// After a violation: what the instruction would have left on the stack, as zeros, so that the rest is still
    /// checked.
    /// </summary>
    private void Recover(ILInstruction instruction, int depth)
    {
        if (blockEnded)
            return;
        constrainedType = instruction.Op == ILOpCode.Constrained ? constrainedType : null;
        var (pops, result) = StackEffect(instruction);
        int remaining = Math.Max(depth - pops, 0);
        if (stack.Count > remaining)
            stack.RemoveRange(remaining, stack.Count - remaining);
        if (result is null || result == typeof(void))
            return;
        stack.Add(IsDeviceType(result) && TryZero(result) is { } zero ? zero : StackValue.OfToken(Poison.Instance));
    }

    private StackValue? TryZero(Type type)
    {
        try
        {
            return values.Zero(type);
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>
    /// How many entries an instruction that was not translated takes, and the type of the one it leaves.
    /// </summary>
    private (int Pops, Type? Result) StackEffect(ILInstruction instruction)
    {
        switch (instruction.Op)
        {
            case ILOpCode.Call or ILOpCode.Callvirt:
                var method = il.ResolveMethod(position);
                return (method.GetParameters().Length + (method.IsStatic ? 0 : 1),
                    (method as System.Reflection.MethodInfo)?.ReturnType);
            case ILOpCode.Newobj:
                var constructor = il.ResolveMethod(position);
                return (constructor.GetParameters().Length, constructor.DeclaringType);
            case ILOpCode.Ldfld or ILOpCode.Ldflda:
                return (1, Result(instruction.Op, il.ResolveField(position).FieldType));
            case ILOpCode.Ldsfld or ILOpCode.Ldsflda:
                return (0, Result(instruction.Op, il.ResolveField(position).FieldType));
            case ILOpCode.Ldobj or ILOpCode.Unbox_any or ILOpCode.Unbox or ILOpCode.Box or ILOpCode.Isinst
                or ILOpCode.Castclass:
                return (1, il.ResolveType(position));
            case ILOpCode.Newarr:
                return (1, il.ResolveType(position).MakeArrayType());
            case ILOpCode.Ldelem:
                return (2, il.ResolveType(position));
            case ILOpCode.Ldarg:
                return (0, ArgumentType(instruction.Index));
            case ILOpCode.Ldloc or ILOpCode.Ldloca:
                return (0, Result(instruction.Op, il.LocalTypes[instruction.Index]));
            case ILOpCode.Stloc or ILOpCode.Starg or ILOpCode.Stsfld or ILOpCode.Pop or ILOpCode.Ret or ILOpCode.Brtrue
                or ILOpCode.Brfalse or ILOpCode.Switch or ILOpCode.Initobj:
                return (1, null);
            case ILOpCode.Stfld or ILOpCode.Stobj or ILOpCode.Cpobj or (>= ILOpCode.Stind_ref and <= ILOpCode.Stind_r8)
                or (>= ILOpCode.Beq and <= ILOpCode.Blt_un):
                return (2, null);
            case ILOpCode.Stelem or (>= ILOpCode.Stelem_i and <= ILOpCode.Stelem_ref):
                return (3, null);
            case ILOpCode.Ldftn or ILOpCode.Ldtoken or ILOpCode.Ldstr or ILOpCode.Arglist:
                return (0, typeof(int));
            case ILOpCode.Neg or ILOpCode.Not or ILOpCode.Ldlen or ILOpCode.Localloc
                or (>= ILOpCode.Conv_ovf_i1_un and <= ILOpCode.Conv_ovf_u_un)
                or (>= ILOpCode.Conv_ovf_i1 and <= ILOpCode.Conv_ovf_u8):
                return (1, typeof(int));
            default:
                return (2, typeof(int));
        }
    }

    private static Type Result(ILOpCode op, Type type) =>
        op is ILOpCode.Ldflda or ILOpCode.Ldsflda or ILOpCode.Ldloca && !type.IsByRef ? type.MakeByRefType() : type;

    private StackValue Pop()
    {
        var value = stack[^1];
        stack.RemoveAt(stack.Count - 1);
        return value;
    }

    private void Push(Value value) => stack.Add(StackValue.Of(value));

    private static Opcode Comparison(ILOpCode op) => op switch
    {
        ILOpCode.Ceq or ILOpCode.Beq => Opcode.Eq,
        ILOpCode.Bne_un => Opcode.Ne,
        ILOpCode.Cgt or ILOpCode.Bgt => Opcode.Gt,
        ILOpCode.Cgt_un or ILOpCode.Bgt_un => Opcode.GtU,
        ILOpCode.Clt or ILOpCode.Blt => Opcode.Lt,
        ILOpCode.Clt_un or ILOpCode.Blt_un => Opcode.LtU,
        ILOpCode.Bge => Opcode.Ge,
        ILOpCode.Bge_un => Opcode.GeU,
        ILOpCode.Ble => Opcode.Le,
        _ => Opcode.LeU,
    };
}
