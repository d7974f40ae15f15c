using System.Reflection;
using GpuNet.Engine.Frontend;
using ILGPU;
using ILGPU.Runtime;

namespace GpuNet.Engine.Drivers.Launching;

/// <summary>A parameter of a kernel and its first slot.</summary>
internal sealed record KernelParameter(string Name, TypeLayout Layout, int FirstSlot)
{
    public Type Type => Layout.Type;

    public IReadOnlyList<ParameterPart> Parts { get; } = [.. ParameterPart.Of(Layout)];

    public int SlotCount => Parts.Sum(static part => part.SlotCount);

    public bool IsSpecialized =>
        Type.IsGenericType && Type.GetGenericTypeDefinition() == typeof(SpecializedValue<>);
}

/// <summary>
/// A view, or a piece of plain data, inside a parameter. Only plain data has a fixed layout on the host, because a view
/// holds a reference there; so the way to each part is a path of fields.
/// </summary>
internal sealed record ParameterPart(FieldInfo[] Path, TypeLayout Layout)
{
    /// <summary>The slots of a view: buffer handle, byte offset, length in elements.</summary>
    public const int ViewSlotCount = 3;

    public bool IsView => Layout.IsView;

    /// <summary>The T of an <see cref="ArrayView{T}"/>.</summary>
    public Type ViewElement => Layout.Type.GetGenericArguments()[0];

    public int SlotCount => IsView ? ViewSlotCount : Layout.Leaves.Length;

    public static IEnumerable<ParameterPart> Of(TypeLayout layout)
    {
        if (layout.IsView || layout.Type.IsArray || !ContainsReferences(layout))
            return [new ParameterPart([], layout)];
        return
            from field in layout.Fields
            from part in Of(field.Layout)
            select part with { Path = [field.Field, .. part.Path] };
    }

    private static bool ContainsReferences(TypeLayout layout) =>
        layout.ContainsViews || layout.Fields.Any(static field => field.Layout.Type.IsArray);
}
