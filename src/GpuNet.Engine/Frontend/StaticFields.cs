using System.Reflection;
using System.Runtime.CompilerServices;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Frontend;

/// <summary>Static readonly fields are constants: their value at the time of compilation.</summary>
internal static class StaticFields
{
    public static string Name(FieldInfo field) => $"{TypeNames.Of(field.DeclaringType!)}.{field.Name}";

    public static StackValue Read(FieldInfo field, ValueAccess values)
    {
        var type = field.FieldType;
        if (!type.IsValueType)
        {
            return typeof(Delegate).IsAssignableFrom(type)
                ? throw new NotSupportedException(
                    "a delegate is used; call a method, or pass a struct that implements an interface")
                : StackValue.OfToken(new HostObject(type));
        }
        if (!field.IsInitOnly)
            throw new NotSupportedException(
                $"static field {Name(field)} can change; "
                + "make it readonly or const, or pass its value as a kernel argument");
        var layout = TypeLayout.Of(type);
        object value = field.GetValue(null)!;
        if (layout.ContainsViews)
        {
            return value.Equals(RuntimeHelpers.GetUninitializedObject(type))
                ? values.Zero(type)
                : throw new NotSupportedException(
                    $"static field {Name(field)} holds a view; pass it as a kernel argument");
        }
        var leaves = Array.ConvertAll(layout.Leaves, leaf => (Value)ReadLeaf(value, leaf));
        return layout.IsScalar ? values.Widen(leaves[0], layout) : StackValue.Struct(type, leaves);
    }

    private static Constant ReadLeaf(object boxed, Leaf leaf)
    {
        ref byte data = ref Unsafe.AddByteOffset(ref Unsafe.As<BoxedData>(boxed).First, leaf.Offset);
        return new Constant(leaf.Type, leaf.Type.Size switch
        {
            1 => data,
            2 => Unsafe.ReadUnaligned<short>(ref data),
            4 => Unsafe.ReadUnaligned<int>(ref data),
            _ => Unsafe.ReadUnaligned<long>(ref data),
        });
    }

    /// <summary>How a boxed struct looks from outside: its bytes begin where an object's first field lies.</summary>
    private sealed class BoxedData
    {
        public byte First = 0;
    }
}
