using System.Reflection;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Frontend;

/// <summary>Moves typed values between memory, struct leaves and the evaluation stack.</summary>
internal sealed class ValueAccess(IRBuilder builder)
{
    public StackValue Load(Value pointer, Type type)
    {
        var layout = TypeLayout.Of(type);
        if (layout.IsScalar)
            return Widen(builder.Load(pointer, layout.Leaves[0].Type), layout);
        var leaves = new Value[layout.Leaves.Length];
        for (int index = 0; index < leaves.Length; index++)
            leaves[index] =
                builder.Load(builder.Offset(pointer, layout.Leaves[index].Offset), layout.Leaves[index].Type);
        return StackValue.Struct(type, leaves);
    }

    public void Store(Value pointer, StackValue value, Type type)
    {
        var layout = TypeLayout.Of(type);
        if (layout.IsScalar)
        {
            builder.Store(pointer, Narrow(value, layout));
            return;
        }
        // The end of a fixed statement sets its array to null.
        if (value.Token is NullToken && type.IsArray)
            value = Zero(type);
        RequireStruct(value, layout);
        for (int index = 0; index < layout.Leaves.Length; index++)
            builder.Store(builder.Offset(pointer, layout.Leaves[index].Offset), value[index]);
    }

    public StackValue Zero(Type type)
    {
        var layout = TypeLayout.Of(type);
        var leaves = Array.ConvertAll(layout.Leaves, leaf => (Value)Constant.Zero(leaf.Type));
        return layout.IsScalar ? Widen(leaves[0], layout) : StackValue.Struct(type, leaves);
    }

    /// <summary>The value a variable of this type has after <paramref name="value"/> was assigned to it.</summary>
    public StackValue Coerce(StackValue value, Type type)
    {
        // Objects, and arrays seen as objects, are judged where they are used.
        if (value.Token is not null || (type.IsClass && !type.IsArray && !type.IsPointer && !type.IsByRef))
            return value;
        var layout = TypeLayout.Of(type);
        if (layout.IsScalar)
            return Widen(Narrow(value, layout), layout);
        RequireStruct(value, layout);
        return value;
    }

    /// <summary>A field of a struct that is not in memory.</summary>
    public StackValue Field(StackValue value, FieldInfo field)
    {
        var slot = TypeLayout.Of(field.DeclaringType!)[field];
        RequireStruct(value, TypeLayout.Of(field.DeclaringType!));
        return slot.Layout.IsScalar
            ? Widen(value[slot.FirstLeaf], slot.Layout)
            : StackValue.Struct(
                slot.Layout.Type, value.Leaves.Slice(slot.FirstLeaf, slot.Layout.Leaves.Length).ToArray());
    }

    /// <summary>From the width in memory to the width on the stack.</summary>
    public StackValue Widen(Value value, TypeLayout layout)
    {
        if (value.Type.IsPointer)
            return StackValue.Pointer(value, layout.Type.GetElementType());
        return StackValue.Of(
            value.Type.Kind is ScalarKind.Int8 or ScalarKind.Int16
            ? builder.Resize(value, IRType.Int32, layout.IsSigned) : value);
    }

    /// <summary>From the width on the stack to the width in memory.</summary>
    public Value Narrow(StackValue value, TypeLayout layout)
    {
        var type = layout.Leaves[0].Type;
        if (value.Token is NullToken && type.IsPointer)
            return Constant.Zero(type);
        var scalar = Scalar(value);
        if (scalar.Type.IsInteger && type.IsInteger)
            return builder.Resize(scalar, type, signed: true);
        if (scalar.Type.IsFloat && type.IsFloat)
            return scalar.Type == type ? scalar : builder.Emit(Opcode.FloatConvert, type, scalar);
        if (scalar.Type.IsPointer && type.IsPointer)
            return scalar;
        if (scalar.Type.IsPointer && type == IRType.Int64)
            return builder.Emit(Opcode.PointerToInt, type, scalar);
        if (scalar.Type.IsInteger && type.IsPointer)
            return AsPointer(value);
        throw new NotSupportedException(
            $"a value of type {scalar.Type} is used as {TypeNames.Of(layout.Type)}; convert it in the source");
    }

    /// <summary>An address, which unsafe code may hold as a native integer.</summary>
    public Value AsPointer(StackValue value)
    {
        var scalar = Scalar(value);
        if (scalar.Type.IsPointer)
            return scalar;
        var type = IRType.Pointer(AddressSpace.Unknown);
        scalar = builder.Resize(scalar, IRType.Int64, signed: true);
        return scalar is Constant constant ? new Constant(type, constant.Bits)
            : builder.Emit(Opcode.IntToPointer, type, scalar);
    }

    public static Value Scalar(StackValue value) => value.IsScalar ? value.Value
        : value.Token is not null ? throw new NotSupportedException(Describe(value.Token))
        : throw new NotSupportedException(
            $"a value of type {TypeNames.Of(value.Type!)} is used as a number; use one of its fields");

    private static void RequireStruct(StackValue value, TypeLayout layout)
    {
        if (value.Token is not null)
            throw new NotSupportedException(Describe(value.Token));
        if (!value.IsStruct || value.Count != layout.Leaves.Length)
            throw new NotSupportedException(
                $"a different type is used as {TypeNames.Of(layout.Type)}; reinterpret through memory or with Interop");
    }

    /// <summary>What to say of a token that is used as a value; nothing if its origin is reported already.</summary>
    public static string Describe(object token) => token switch
    {
        Poison => "",
        BoxedValue boxed =>
            $"boxing a value of type {TypeNames.Of(boxed.Type)} allocates an object; "
            + "keep the value in its own type, or call through a constrained type parameter",
        HostObject host =>
            $"an object of class {TypeNames.Of(host.Type)} is used; "
            + "kernels work on values: pass what you need of it as arguments",
        string => "a string is used; kernels have none",
        Delegate or MethodBase => "a delegate is used; call a method, or pass a struct that implements an interface",
        NullToken => "null is used as a value; kernels have no objects",
        _ => "reflection data is used as a value; only typeof(T) == typeof(X) can be decided at compile time",
    };
}
