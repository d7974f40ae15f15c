using GpuNet.Engine.IR;
using ILOpCode = System.Reflection.Metadata.ILOpCode;

namespace GpuNet.Engine.Frontend;

/// <summary>Loads, stores, fields, arrays, and the objects that fold away.</summary>
internal sealed partial class MethodTranslator
{
    private void TranslateMemory(ILOpCode op)
    {
        switch (op)
        {
            case >= ILOpCode.Ldind_i1 and <= ILOpCode.Ldind_r8:
                LoadIndirect(ElementType(op));
                break;
            case ILOpCode.Stind_i or (>= ILOpCode.Stind_i1 and <= ILOpCode.Stind_r8):
                StoreIndirect(ElementType(op));
                break;
            case ILOpCode.Ldobj:
                LoadIndirect(il.ResolveType(position));
                break;
            case ILOpCode.Stobj:
                StoreIndirect(il.ResolveType(position));
                break;
            case ILOpCode.Cpobj:
                var source = Pop();
                values.Store(
                    values.AsPointer(Pop()), values.Load(values.AsPointer(source), il.ResolveType(position)),
                    il.ResolveType(position));
                break;
            case ILOpCode.Initobj:
                values.Store(values.AsPointer(Pop()), values.Zero(il.ResolveType(position)), il.ResolveType(position));
                break;
            case ILOpCode.Ldfld:
                LoadField();
                break;
            case ILOpCode.Ldflda:
                var owner = Pop();
                stack.Add(FieldAddress(owner));
                break;
            case ILOpCode.Stfld:
                var value = Pop();
                values.Store(FieldAddress(Pop()).Value, value, il.ResolveField(position).FieldType);
                break;
            case ILOpCode.Ldsfld:
                stack.Add(translation.StaticFields.Read(il.ResolveField(position)));
                break;
            case ILOpCode.Ldsflda:
                stack.Add(
                    Spill(translation.StaticFields.Read(il.ResolveField(position)), il.ResolveField(position).FieldType));
                break;
            case ILOpCode.Stsfld:
                Pop();
                translation.StaticFields.Write(il.ResolveField(position));
                break;
            case ILOpCode.Newarr:
                NewArray();
                break;
            case ILOpCode.Ldlen:
                Push(builder.Resize(ArrayOf(Pop())[1], IRType.Int64, signed: false));
                break;
            case ILOpCode.Ldelema:
                stack.Add(ElementAddress(il.ResolveType(position)));
                break;
            case ILOpCode.Ldelem or (>= ILOpCode.Ldelem_i1 and <= ILOpCode.Ldelem_r8):
                var element = op == ILOpCode.Ldelem ? il.ResolveType(position) : null;
                var from = ElementAddress(element);
                stack.Add(values.Load(from.Value, from.Type!));
                break;
            case ILOpCode.Stelem or (>= ILOpCode.Stelem_i and <= ILOpCode.Stelem_r8):
                var stored = Pop();
                var to = ElementAddress(op == ILOpCode.Stelem ? il.ResolveType(position) : null);
                values.Store(to.Value, stored, to.Type!);
                break;
            default:
                TranslateObject(op);
                break;
        }
    }

    /// <summary>What unoptimized, reflective and generic code says in objects, as far as it folds.</summary>
    private void TranslateObject(ILOpCode op)
    {
        switch (op)
        {
            case ILOpCode.Ldstr:
                stack.Add(StackValue.OfToken(il.ResolveString(position)));
                break;
            case ILOpCode.Ldtoken:
                stack.Add(StackValue.OfToken(il.ResolveMember(position)));
                break;
            case ILOpCode.Box:
                stack.Add(StackValue.OfToken(new BoxedValue(il.ResolveType(position), Pop())));
                break;
            case ILOpCode.Isinst when stack[^1].Token is BoxedValue boxed:
                bool matches = il.ResolveType(position).IsAssignableFrom(boxed.Type);
                stack[^1] = matches ? stack[^1] : StackValue.OfToken(NullToken.Instance);
                break;
            case ILOpCode.Unbox_any when stack[^1].Token is BoxedValue boxed && boxed.Type == il.ResolveType(position):
                stack[^1] = boxed.Value;
                break;
            case ILOpCode.Ldftn or ILOpCode.Ldvirtftn:
                if (op == ILOpCode.Ldvirtftn)
                    Pop();
                stack.Add(StackValue.OfToken(il.ResolveMethod(position)));
                break;
            case ILOpCode.Calli:
                throw new NotSupportedException(
                    "a function pointer is called; call a method, or pass a struct that implements an interface");
            case ILOpCode.Localloc:
                stack.Add(StackMemory());
                break;
            default:
                throw new NotSupportedException(
                    $"the IL instruction {op.ToString().ToLowerInvariant()} works on objects; kernels work on values");
        }
    }

    private void LoadIndirect(Type type)
    {
        var address = Pop();
        stack.Add(values.Load(values.AsPointer(address), AccessType(address, type)));
    }

    private void StoreIndirect(Type type)
    {
        var value = Pop();
        var address = Pop();
        values.Store(values.AsPointer(address), value, AccessType(address, type));
    }

    /// <summary>IL says "one byte"; a bool is one, too.</summary>
    private static Type AccessType(StackValue address, Type type) =>
        address.Type == typeof(bool) && (type == typeof(byte) || type == typeof(sbyte)) ? typeof(bool) : type;

    private void LoadField()
    {
        var field = il.ResolveField(position);
        var owner = Pop();
        if (owner.IsStruct && !field.IsStatic)
            stack.Add(values.Field(owner, field));
        else
            stack.Add(values.Load(FieldAddress(owner).Value, field.FieldType));
    }

    private StackValue FieldAddress(StackValue owner)
    {
        var field = il.ResolveField(position);
        if (owner.Token is Poison)
            throw new NotSupportedException(ValueAccess.Describe(owner.Token));
        if (owner.Token is HostObject or NullToken || !field.DeclaringType!.IsValueType)
            throw new NotSupportedException(
                $"{field.Name} belongs to an object (a captured variable or a field of a class); "
                + "pass its value as a kernel argument");
        var layout = TypeLayout.Of(field.DeclaringType!);
        if (layout.IsView)
            throw new NotSupportedException(
                $"{TypeNames.Of(layout.Type)}.{field.Name} does not exist on devices; use the view's members");
        return StackValue.Pointer(builder.Offset(values.AsPointer(owner), layout[field].Offset), field.FieldType);
    }

    private void NewArray()
    {
        var element = il.ResolveType(position);
        if (ValueAccess.Scalar(Pop()) is not Constant length)
            throw new NotSupportedException(
                "the length of a local array has to be a constant; use new T[constant], or views for variable sizes");
        stack.Add(LocalArrays.Create(builder, element, length.Bits, clear: inLoop || il.LoopDepths[position] > 0));
    }

    /// <summary>stackalloc: bytes of private memory, zeroed as an array's are.</summary>
    private StackValue StackMemory()
    {
        if (ValueAccess.Scalar(Pop()) is not Constant { Bits: var size })
            throw new NotSupportedException("the size of a stackalloc has to be a constant; use views for variable sizes");
        const int Word = sizeof(long);
        long words = (size + Word - 1) / Word;
        var memory = LocalArrays.Create(builder, typeof(long), words, clear: inLoop || il.LoopDepths[position] > 0);
        return StackValue.Pointer(memory[0], target: null);
    }

    private static StackValue ArrayOf(StackValue value) => value is { IsStruct: true, Type.IsArray: true }
        ? value
        : throw new NotSupportedException(
            value.Token is Poison ? ValueAccess.Describe(value.Token)
            : "an array is used that the kernel did not create; pass an ArrayView as a kernel argument");

    private StackValue ElementAddress(Type? element)
    {
        var index =
            builder.Resize(translation.Arithmetic.AtLeastInt32(ValueAccess.Scalar(Pop())), IRType.Int64, signed: true);
        var array = ArrayOf(Pop());
        element ??= array.Type!.GetElementType()!;
        return StackValue.Pointer(builder.Offset(array[0], index, TypeLayout.Of(element).Size), element);
    }

    private static Type ElementType(ILOpCode op) => op switch
    {
        ILOpCode.Ldind_i1 or ILOpCode.Stind_i1 => typeof(sbyte),
        ILOpCode.Ldind_u1 => typeof(byte),
        ILOpCode.Ldind_i2 or ILOpCode.Stind_i2 => typeof(short),
        ILOpCode.Ldind_u2 => typeof(ushort),
        ILOpCode.Ldind_i4 or ILOpCode.Ldind_u4 or ILOpCode.Stind_i4 => typeof(int),
        ILOpCode.Ldind_i8 or ILOpCode.Stind_i8 => typeof(long),
        ILOpCode.Ldind_r4 or ILOpCode.Stind_r4 => typeof(float),
        ILOpCode.Ldind_r8 or ILOpCode.Stind_r8 => typeof(double),
        ILOpCode.Ldind_i or ILOpCode.Stind_i => typeof(nint),
        _ => throw new NotSupportedException("a reference to an object is used; kernels work on values"),
    };
}
