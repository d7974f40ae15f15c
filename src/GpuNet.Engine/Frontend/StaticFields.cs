using System.Reflection;
using System.Runtime.CompilerServices;
using GpuNet.Engine.IR;
using ILGPU;

namespace GpuNet.Engine.Frontend;

/// <summary>
/// Static readonly fields are constants: their value at the time of compilation. So are others, where the context says so.
/// </summary>
internal sealed class StaticFields(ConstantArrays arrays, ValueAccess values, StaticFieldMode mode)
{
    public static string Name(FieldInfo field) => $"{TypeNames.Of(field.DeclaringType!)}.{field.Name}";

    public StackValue Read(FieldInfo field)
    {
        var type = field.FieldType;
        if (!type.IsValueType && !type.IsArray)
        {
            return typeof(Delegate).IsAssignableFrom(type)
                ? throw new NotSupportedException(
                    "a delegate is used; call a method, or pass a struct that implements an interface")
                : StackValue.OfToken(new HostObject(type));
        }
        if (!field.IsInitOnly && !mode.HasFlag(StaticFieldMode.MutableStaticFields))
            throw new NotSupportedException(
                $"static field {Name(field)} can change; make it readonly or const, pass its value as a kernel argument, "
                + "or let kernels keep the value of when they are compiled: StaticFieldMode.MutableStaticFields");
        var layout = TypeLayout.Of(type);
        var leaves = new List<Value>(layout.Leaves.Length);
        AddLeaves(field, field.GetValue(null), layout, leaves);
        return layout.IsScalar ? values.Widen(leaves[0], layout) : StackValue.Struct(type, [.. leaves]);
    }

    /// <summary>Nobody else would see what is written: stores are refused, or dropped where the context says so.</summary>
    public void Write(FieldInfo field)
    {
        if (!mode.HasFlag(StaticFieldMode.IgnoreStaticFieldStores))
            throw new NotSupportedException(
                $"static field {Name(field)} is written; write to a view that the kernel gets as an argument, "
                + "or drop such stores: StaticFieldMode.IgnoreStaticFieldStores");
    }

    private void AddLeaves(FieldInfo field, object? value, TypeLayout layout, List<Value> leaves)
    {
        if (layout.Type.IsArray)
        {
            leaves.AddRange(arrays.Leaves(
                value as Array ?? throw new NotSupportedException(
                    $"static field {Name(field)} holds no array when the kernel is compiled; create it before")));
        }
        else if (layout.IsView)
        {
            if (!value!.Equals(RuntimeHelpers.GetUninitializedObject(layout.Type)))
                throw new NotSupportedException(
                    $"static field {Name(field)} holds a view; pass it as a kernel argument");
            leaves.AddRange(layout.Leaves.Select(leaf => Constant.Zero(leaf.Type)));
        }
        else if (layout.IsPlain)
        {
            leaves.AddRange(layout.Leaves.Select(leaf => PlainData.Leaf(value!, leaf)));
        }
        else
        {
            foreach (var inner in layout.Fields)
                AddLeaves(field, inner.Field.GetValue(value), inner.Layout, leaves);
        }
    }
}
