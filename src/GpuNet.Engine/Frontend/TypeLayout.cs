using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using GpuNet.Engine.IR;
using ILGPU;

namespace GpuNet.Engine.Frontend;

/// <summary>One scalar inside a type: what it is, and where it lies.</summary>
internal readonly record struct Leaf(int Offset, IRType Type);

/// <summary>A field, with the range of its type's leaves that are its own.</summary>
internal sealed record FieldLayout(FieldInfo Field, int Offset, int FirstLeaf, TypeLayout Layout);

/// <summary>
/// How a type lies in device memory, and the ordered scalars it is made of. Types of plain data have exactly .NET's
/// layout. A view is a pointer and a length, a local array a pointer and its Int32 lengths, a reference a pointer.
/// </summary>
internal sealed class TypeLayout
{
    private static readonly ConcurrentDictionary<Type, TypeLayout> Cache = new();
    private readonly Dictionary<int, FieldLayout> fieldsByToken = [];

    private TypeLayout(
        Type type, int size, int alignment, Leaf[] leaves, bool isScalar, IReadOnlyList<FieldLayout>? fields = null)
    {
        Type = type;
        Size = size;
        Alignment = alignment;
        Leaves = leaves;
        IsScalar = isScalar;
        Fields = fields ?? [];
        foreach (var field in Fields)
            fieldsByToken.Add(field.Field.MetadataToken, field);
        ContainsViews = IsView || Fields.Any(field => field.Layout.ContainsViews);
        IsPlain = !IsView && !type.IsArray && !type.IsByRef && Fields.All(field => field.Layout.IsPlain);
        IsArranged = type.IsAutoLayout || Fields.Any(field => field.Layout.IsArranged);
    }

    public Type Type { get; }
    public int Size { get; }
    public int Alignment { get; }

    /// <summary>The scalars in declaration order, the fields of nested structs in place of the struct.</summary>
    public Leaf[] Leaves { get; }

    /// <summary>A primitive, enum, reference or pointer: one leaf, and no struct around it.</summary>
    public bool IsScalar { get; }

    /// <summary>The instance fields of a struct in declaration order.</summary>
    public IReadOnlyList<FieldLayout> Fields { get; }

    public bool IsView => IsViewType(Type);
    public bool ContainsViews { get; }

    /// <summary>Neither a view, a local array or a reference, nor a struct with one: the bytes are .NET's.</summary>
    public bool IsPlain { get; }

    /// <summary>.NET orders the fields, as it does in a value tuple and in every struct with one inside.</summary>
    public bool IsArranged { get; }

    /// <summary>Signed integers of less than 32 bits are sign-extended when they are read.</summary>
    public bool IsSigned { get; private init; }

    public FieldLayout this[FieldInfo field] => fieldsByToken[field.MetadataToken];

    /// <exception cref="NotSupportedException">Values of this type cannot be in a kernel.</exception>
    public static TypeLayout Of(Type type) =>
        Cache.TryGetValue(type, out var layout) ? layout : Cache.GetOrAdd(type, Create(type));

    public static bool IsViewType(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ArrayView<>);

    private static TypeLayout Create(Type type)
    {
        if (ScalarType(type) is { } scalar)
        {
            bool signed = Type.GetTypeCode(type) is TypeCode.SByte or TypeCode.Int16 or TypeCode.Int32
                or TypeCode.Int64;
            return new TypeLayout(type, scalar.Size, scalar.Size, [new Leaf(0, scalar)], true) { IsSigned = signed };
        }
        var pointer = IRType.Pointer(AddressSpace.Unknown);
        if (IsViewType(type))
            return new TypeLayout(type, 16, 8, [new Leaf(0, pointer), new Leaf(8, IRType.Int64)], false);
        if (type.IsArray)
        {
            int rank = type.GetArrayRank();
            var lengths = Enumerable.Range(0, rank).Select(dimension => new Leaf(8 + 4 * dimension, IRType.Int32));
            return new TypeLayout(type, AlignUp(8 + 4 * rank, 8), 8, [new Leaf(0, pointer), .. lengths], false);
        }
        if (!type.IsValueType || type == typeof(void) || type == typeof(decimal))
            throw new NotSupportedException(
                $"a value of type {TypeNames.Of(type)} cannot exist in a kernel; "
                + "use primitive types, structs of them, and views");
        return RepeatedElement(type) is { } repeated ? CreateRepeated(type, repeated.Element, repeated.Count)
            : CreateStruct(type);
    }

    private static IRType? ScalarType(Type type)
    {
        if (type.IsEnum)
            type = type.GetEnumUnderlyingType();
        if (type.IsByRef || type.IsPointer || type.IsFunctionPointer)
            return IRType.Pointer(AddressSpace.Unknown);
        if (type == typeof(nint) || type == typeof(nuint))
            return IRType.Int64;
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => IRType.Int1,
            TypeCode.SByte or TypeCode.Byte => IRType.Int8,
            TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Char => IRType.Int16,
            TypeCode.Int32 or TypeCode.UInt32 => IRType.Int32,
            TypeCode.Int64 or TypeCode.UInt64 => IRType.Int64,
            TypeCode.Single => IRType.Float32,
            TypeCode.Double => IRType.Float64,
            _ => null,
        };
    }

    private static TypeLayout CreateStruct(Type type)
    {
        var fields = InstanceFields(type);
        var layouts = Array.ConvertAll(fields, field => Of(field.FieldType));
        int[] offsets = SequentialOffsets(type, layouts, out int size, out int alignment);
        bool isPlain = Array.TrueForAll(layouts, layout => layout.IsPlain);
        if (isPlain)
        {
            int actual = RuntimeHelpers.SizeOf(type.TypeHandle);
            bool isArranged = type.IsAutoLayout || Array.Exists(layouts, layout => layout.IsArranged);
            if (type.IsExplicitLayout || isArranged || size != actual)
                offsets = FieldOffsets.Measure(type, fields);
            size = actual;
        }

        var leaves = new List<Leaf>();
        var slots = new FieldLayout[fields.Length];
        for (int index = 0; index < fields.Length; index++)
        {
            slots[index] = new FieldLayout(fields[index], offsets[index], leaves.Count, layouts[index]);
            foreach (var leaf in layouts[index].Leaves)
                leaves.Add(new Leaf(offsets[index] + leaf.Offset, leaf.Type));
        }
        return new TypeLayout(type, size, alignment, [.. leaves], false, slots);
    }

    /// <summary>A fixed buffer: one declared field that stands for the elements behind it, too.</summary>
    private static TypeLayout CreateRepeated(Type type, FieldInfo element, int count)
    {
        var layout = Of(element.FieldType);
        var leaves = new List<Leaf>(count * layout.Leaves.Length);
        for (int index = 0; index < count; index++)
            foreach (var leaf in layout.Leaves)
                leaves.Add(new Leaf(index * layout.Size + leaf.Offset, leaf.Type));
        return new TypeLayout(
            type, count * layout.Size, layout.Alignment, [.. leaves], false, [new FieldLayout(element, 0, 0, layout)]);
    }

    private static (FieldInfo Element, int Count)? RepeatedElement(Type type)
    {
        if (!type.IsDefined(typeof(UnsafeValueTypeAttribute), false)
            || !type.IsDefined(typeof(CompilerGeneratedAttribute), false))
            return null;
        var fields = InstanceFields(type);
        return fields is [{ Name: "FixedElementField" }]
            ? (fields[0], type.StructLayoutAttribute!.Size / Of(fields[0].FieldType).Size)
            : null;
    }

    private static int[] SequentialOffsets(Type type, TypeLayout[] fields, out int size, out int alignment)
    {
        int pack = type.StructLayoutAttribute is { Pack: > 0 } attribute ? attribute.Pack : 8;
        var offsets = new int[fields.Length];
        (size, alignment) = (0, 1);
        for (int index = 0; index < fields.Length; index++)
        {
            int fieldAlignment = Math.Min(fields[index].Alignment, pack);
            offsets[index] = AlignUp(size, fieldAlignment);
            size = offsets[index] + fields[index].Size;
            alignment = Math.Max(alignment, fieldAlignment);
        }
        size = Math.Max(AlignUp(size, alignment), 1);
        return offsets;
    }

    private static FieldInfo[] InstanceFields(Type type)
    {
        var fields = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        Array.Sort(fields, (first, second) => first.MetadataToken.CompareTo(second.MetadataToken));
        return fields;
    }

    private static int AlignUp(int value, int alignment) => (value + alignment - 1) / alignment * alignment;
}
