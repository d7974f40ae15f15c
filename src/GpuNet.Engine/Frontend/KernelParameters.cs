using System.Reflection;
using GpuNet.Engine.IR;
using ILGPU.Runtime;

namespace GpuNet.Engine.Frontend;

/// <summary>
/// Turns a kernel's C# parameters into argument slots, and starts the entry block: the work-item's index, the guard of
/// implicitly grouped kernels, and views made of buffer and offset.
/// </summary>
internal sealed class KernelParameters(Translation translation, IReadOnlyDictionary<int, long>? specialization)
{
    private readonly IRBuilder builder = translation.Builder;

    /// <summary>The arguments of the kernel's method, its receiver included.</summary>
    public StackValue[] Bind(MethodInfo kernel, KernelIndex index)
    {
        var parameters = kernel.GetParameters();
        int receiver = kernel.IsStatic ? 0 : 1;
        int first = index == KernelIndex.Explicit ? 0 : 1;
        var arguments = new StackValue[parameters.Length + receiver];
        if (receiver == 1)
            arguments[0] = StackValue.OfToken(new HostObject(kernel.DeclaringType!));
        if (first == 1)
            arguments[receiver] = BindIndex(kernel, index, parameters);
        for (int parameter = first; parameter < parameters.Length; parameter++)
            arguments[parameter + receiver] = BindArgument(kernel, parameters[parameter]);
        return arguments;
    }

    private StackValue BindIndex(MethodInfo kernel, KernelIndex index, ParameterInfo[] parameters)
    {
        bool isLong = index >= KernelIndex.LongIndex1D;
        int dimensions = isLong ? index - KernelIndex.LongIndex1D + 1 : index - KernelIndex.Index1D + 1;
        var type = isLong ? IRType.Int64 : IRType.Int32;
        if (parameters.Length == 0 || parameters[0].ParameterType.Name != index.ToString())
        {
            Report(kernel, $"the first parameter has to be the index, of type {index}");
            return default;
        }
        var extents = new FunctionParameter[dimensions];
        for (int dimension = 0; dimension < dimensions; dimension++)
            extents[dimension] = builder.Function.AddParameter(type, ParameterRole.Extent, "extent" + "XYZ"[dimension]);
        var coordinates = new Value[dimensions];
        Value? inside = null;
        for (int dimension = 0; dimension < dimensions; dimension++)
        {
            coordinates[dimension] = Coordinate(dimension, type);
            var test = builder.Emit(Opcode.Lt, IRType.Int1, coordinates[dimension], extents[dimension]);
            inside = inside is null ? test : builder.Binary(Opcode.And, inside, test);
        }
        var body = builder.Function.AddBlock(kernel.Name);
        builder.Block.Terminator = new Branch(inside!, new Edge(body), new Edge(builder.Function.AddBlock("outside")));
        builder.Block = body;
        return StackValue.Struct(parameters[0].ParameterType, coordinates);
    }

    private Value Coordinate(int dimension, IRType type)
    {
        Value Read(Opcode op) => builder.Resize(builder.Append(op, IRType.Int32, [], dimension), type, signed: true);
        var start = builder.Binary(Opcode.Mul, Read(Opcode.GroupId), Read(Opcode.GroupDim));
        return builder.Binary(Opcode.Add, start, Read(Opcode.LocalId));
    }

    private StackValue BindArgument(MethodInfo kernel, ParameterInfo parameter)
    {
        var type = parameter.ParameterType;
        try
        {
            if (!type.IsValueType)
                throw new NotSupportedException(
                    $"a parameter of type {TypeNames.Of(type)}; "
                    + "kernels take views, primitive types and structs of them");
            var layout = TypeLayout.Of(type);
            bool isSpecialized = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(SpecializedValue<>);
            var leaves = new List<Value>(layout.Leaves.Length);
            AddLeaves(
                layout, parameter.Name ?? "argument", isSpecialized ? ParameterRole.Specialized : ParameterRole.Scalar,
                leaves);
            return layout.IsScalar ? translation.Values.Widen(leaves[0], layout) : StackValue.Struct(type, [.. leaves]);
        }
        catch (NotSupportedException exception)
        {
            Report(kernel, $"parameter {parameter.Name}: {exception.Message}");
            return default;
        }
    }

    private void AddLeaves(TypeLayout layout, string name, ParameterRole role, List<Value> into)
    {
        if (layout.IsView)
        {
            into.AddRange(AddView(name));
        }
        else if (layout.Type.IsPointer || layout.Type.IsArray || layout.Type.IsByRef)
        {
            throw new NotSupportedException($"{TypeNames.Of(layout.Type)} is host memory; use an ArrayView");
        }
        else if (layout.Fields.Sum(field => field.Layout.Leaves.Length) < layout.Leaves.Length)
        {
            // A scalar, or a fixed buffer, whose one field stands for all its elements.
            for (int leaf = 0; leaf < layout.Leaves.Length; leaf++)
                into.Add(AddScalar(layout.Leaves[leaf].Type, role, layout.Leaves.Length == 1 ? name : $"{name}{leaf}"));
        }
        else
        {
            foreach (var field in layout.Fields)
                AddLeaves(field.Layout, $"{name}_{CleanName(field.Field.Name)}", role, into);
        }
    }

    private Value[] AddView(string name)
    {
        var function = builder.Function;
        var buffer = function.AddParameter(IRType.Pointer(AddressSpace.Global), ParameterRole.BufferHandle, name);
        var offset = function.AddParameter(IRType.Int64, ParameterRole.BufferOffset, name + "_offset");
        var length = function.AddParameter(IRType.Int64, ParameterRole.BufferLength, name + "_length");
        return [builder.Append(Opcode.Offset, buffer.Type, [buffer, offset], 1), length];
    }

    private Value AddScalar(IRType type, ParameterRole role, string name)
    {
        var parameter = builder.Function.AddParameter(type, role, name);
        return role == ParameterRole.Specialized && specialization is not null
            && specialization.TryGetValue(parameter.Index, out long bits)
            ? new Constant(type, bits)
            : parameter;
    }

    /// <summary>The backing field of a property is named after it.</summary>
    private static string CleanName(string field) => field.StartsWith('<') ? field[1..field.IndexOf('>')] : field;

    private void Report(MethodInfo kernel, string message) =>
        translation.Violations.Add(TypeNames.Of(kernel), 0, message, []);
}
