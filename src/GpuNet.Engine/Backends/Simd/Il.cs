using System.Reflection;
using System.Reflection.Emit;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// Short names over <see cref="ILGenerator"/>. On the evaluation stack Int1 is 0 or 1, Int8 and Int16 are sign-extended
/// to 32 bits, and pointers are 64-bit integers: the engine runs on 64-bit machines only.
/// </summary>
internal sealed class Il(ILGenerator generator)
{
    public static Type ClrType(IRType type) => type.Kind switch
    {
        ScalarKind.Float32 => typeof(float),
        ScalarKind.Float64 => typeof(double),
        ScalarKind.Int64 or ScalarKind.Pointer => typeof(long),
        _ => typeof(int),
    };

    /// <summary>How many locals there are so far.</summary>
    public int Locals { get; private set; }

    public LocalBuilder Local(IRType type) => Local(ClrType(type));

    public LocalBuilder Local(Type type)
    {
        Locals++;
        return generator.DeclareLocal(type);
    }

    public Label Label() => generator.DefineLabel();
    public void Mark(Label label) => generator.MarkLabel(label);
    public void Branch(OpCode op, Label label) => generator.Emit(op, label);
    public void Jump(Label label) => generator.Emit(OpCodes.Br, label);

    public Il Op(OpCode op)
    {
        generator.Emit(op);
        return this;
    }

    public Il Int(int value)
    {
        generator.Emit(OpCodes.Ldc_I4, value);
        return this;
    }

    public Il Long(long value)
    {
        generator.Emit(OpCodes.Ldc_I8, value);
        return this;
    }

    public Il Argument(int index)
    {
        generator.Emit(OpCodes.Ldarg, (short)index);
        return this;
    }

    public Il Get(LocalBuilder local)
    {
        generator.Emit(OpCodes.Ldloc, local);
        return this;
    }

    public Il Set(LocalBuilder local)
    {
        generator.Emit(OpCodes.Stloc, local);
        return this;
    }

    public Il Call(MethodInfo method)
    {
        generator.Emit(OpCodes.Call, method);
        return this;
    }

    public Il Constant(Constant constant)
    {
        switch (constant.Type.Kind)
        {
            case ScalarKind.Float32:
                generator.Emit(OpCodes.Ldc_R4, constant.AsSingle);
                return this;
            case ScalarKind.Float64:
                generator.Emit(OpCodes.Ldc_R8, constant.AsDouble);
                return this;
            case ScalarKind.Int64 or ScalarKind.Pointer:
                return Long(constant.Bits);
            default:
                return Int((int)constant.Bits);
        }
    }

    /// <summary>(address) -> value.</summary>
    public Il LoadIndirect(IRType type) => type.Kind switch
    {
        ScalarKind.Int1 => Op(OpCodes.Ldind_U1).Int(0).Op(OpCodes.Cgt_Un),
        ScalarKind.Int8 => Op(OpCodes.Ldind_I1),
        ScalarKind.Int16 => Op(OpCodes.Ldind_I2),
        ScalarKind.Int32 => Op(OpCodes.Ldind_I4),
        ScalarKind.Float32 => Op(OpCodes.Ldind_R4),
        ScalarKind.Float64 => Op(OpCodes.Ldind_R8),
        _ => Op(OpCodes.Ldind_I8),
    };

    /// <summary>(address, value) -> .</summary>
    public Il StoreIndirect(IRType type) => Op(type.Kind switch
    {
        ScalarKind.Int1 or ScalarKind.Int8 => OpCodes.Stind_I1,
        ScalarKind.Int16 => OpCodes.Stind_I2,
        ScalarKind.Int32 => OpCodes.Stind_I4,
        ScalarKind.Float32 => OpCodes.Stind_R4,
        ScalarKind.Float64 => OpCodes.Stind_R8,
        _ => OpCodes.Stind_I8,
    });

    /// <summary>(address) -> vector. An instruction, where a method to inline would take from the compiler's budget for inlining.</summary>
    public Il LoadVector(Type vector)
    {
        generator.Emit(OpCodes.Unaligned, (byte)1);
        generator.Emit(OpCodes.Ldobj, vector);
        return this;
    }

    /// <summary>(address, vector) -> .</summary>
    public Il StoreVector(Type vector)
    {
        generator.Emit(OpCodes.Unaligned, (byte)1);
        generator.Emit(OpCodes.Stobj, vector);
        return this;
    }

    /// <summary>Counts a local from zero to a bound in another.</summary>
    public void CountedLoop(LocalBuilder counter, LocalBuilder bound, Action body)
    {
        Label top = Label(), test = Label();
        Int(0).Set(counter);
        Jump(test);
        Mark(top);
        body();
        Get(counter).Int(1).Op(OpCodes.Add).Set(counter);
        Mark(test);
        Get(counter).Get(bound);
        Branch(OpCodes.Blt, top);
    }
}
