using System.Reflection;
using System.Runtime.Intrinsics;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// The vector types and methods for one number of lanes. A value of 32 bits or less is one vector of 32-bit elements
/// (an Int1 all ones or zeros, small integers sign-extended), a value of 64 bits two vectors, lower lanes first.
/// </summary>
internal sealed class VectorApi
{
    private static readonly VectorApi Four = new(4), Eight = new(8), Sixteen = new(16);

    private readonly Type methods;
    private readonly Type generic;
    private readonly Dictionary<Type, Type> vectors = [];
    private readonly Dictionary<string, List<Overload>> overloads = [];
    private readonly Dictionary<string, MethodInfo> named = [];
    private readonly Lock gate = new();
    private MethodInfo? reinterpretation;

    private VectorApi(int lanes)
    {
        Lanes = lanes;
        (methods, generic) = lanes switch
        {
            16 => (typeof(Vector512), typeof(Vector512<>)),
            8 => (typeof(Vector256), typeof(Vector256<>)),
            _ => (typeof(Vector128), typeof(Vector128<>)),
        };
        Mask = Of(typeof(int));
    }

    public int Lanes { get; }
    public int Bytes => Lanes * 4;
    public Type Mask { get; }

    public static VectorApi For(int lanes) => lanes switch { 4 => Four, 8 => Eight, _ => Sixteen };

    public static int Parts(IRType type) => type.Size == 8 ? 2 : 1;

    public Type Of(Type element)
    {
        lock (gate)
            return vectors.TryGetValue(element, out var vector) ? vector : vectors[element] = generic.MakeGenericType(element);
    }

    public Type Of(IRType type) => Of(Il.ClrType(type));

    /// <summary>A method of Vector128, Vector256 or Vector512 by its parameter types; type arguments follow from the first vector.</summary>
    public MethodInfo Method(string name, params ReadOnlySpan<Type> parameters)
    {
        lock (gate)
        {
            if (!overloads.TryGetValue(name, out var known))
                overloads.Add(name, known = []);
            foreach (var overload in known)
                if (Matches(overload.Parameters, parameters))
                    return overload.Method;
            var method = Find(name, parameters);
            known.Add(new Overload(parameters.ToArray(), method));
            return method;
        }
    }

    /// <summary>A method for the same vectors in <see cref="LaneMemory"/>, <see cref="LaneGather"/> or <see cref="LaneQuads"/>.</summary>
    public MethodInfo Memory(string name, Type element)
    {
        string key = name + element.Name;
        lock (gate)
        {
            if (!named.TryGetValue(key, out var method))
            {
                var owner = name.StartsWith("Gather", StringComparison.Ordinal) ? typeof(LaneGather)
                    : name.StartsWith("Quad", StringComparison.Ordinal) ? typeof(LaneQuads) : typeof(LaneMemory);
                named.Add(key, method = owner.GetMethod(name + Bytes * 8)!.MakeGenericMethod(element));
            }

            return method;
        }
    }

    /// <summary>Reinterprets the elements of the vector on the stack.</summary>
    public void As(Il il, Type from, Type to)
    {
        if (from == to)
            return;
        lock (gate)
        {
            reinterpretation ??= methods.GetMethod("As", genericParameterCount: 2, [generic.MakeGenericType(Type.MakeGenericMethodParameter(0))])!;
            string key = from.Name + to.Name;
            if (!named.TryGetValue(key, out var method))
                named.Add(key, method = reinterpretation.MakeGenericMethod(from, to));
            il.Call(method);
        }
    }

    /// <summary>Loads 0, 1, 2... times a factor: of one part, where a value has two.</summary>
    public void LaneNumbers(Il il, IRType type, int part, long factor)
    {
        var element = type.IsPointer ? IRType.Int64 : type;
        long first = part * (Lanes / Parts(type)) * factor;
        il.Constant(new Constant(element, first)).Constant(new Constant(element, factor));
        il.Call(Method("CreateSequence", Il.ClrType(element), Il.ClrType(element)));
    }

    /// <summary>Copies the scalar on the stack to all lanes.</summary>
    public void Broadcast(Il il, IRType type)
    {
        if (type == IRType.Int1)
            il.Op(System.Reflection.Emit.OpCodes.Neg);
        il.Call(Method("Create", Il.ClrType(type)));
    }

    private MethodInfo Find(string name, ReadOnlySpan<Type> parameters)
    {
        var candidates = methods.GetMember(name, MemberTypes.Method, BindingFlags.Public | BindingFlags.Static);
        var element = Element(parameters);
        // Parameters of methods that are not closed, or not for this element, are types that nothing else needs: loading one takes a millisecond.
        foreach (MethodInfo method in candidates)
            if (method.IsGenericMethodDefinition && method.GetGenericArguments().Length == 1
                && method.MakeGenericMethod(element) is var closed && Takes(closed, parameters))
                return closed;
        foreach (MethodInfo method in candidates)
            if (!method.IsGenericMethodDefinition && Takes(method, parameters))
                return method;
        throw new MissingMethodException($"{methods.Name}.{name}({string.Join(", ", parameters.ToArray().Select(type => type.Name))})");
    }

    private static bool Takes(MethodInfo method, ReadOnlySpan<Type> parameters)
    {
        var declared = method.GetParameters();
        if (declared.Length != parameters.Length)
            return false;
        for (int index = 0; index < declared.Length; index++)
            if (declared[index].ParameterType != parameters[index])
                return false;
        return true;
    }

    private static Type Element(ReadOnlySpan<Type> parameters)
    {
        foreach (var type in parameters)
            if (type.IsGenericType)
                return type.GenericTypeArguments[0];
        return parameters[0].IsPointer ? parameters[0].GetElementType()! : parameters[0];
    }

    private static bool Matches(Type[] known, ReadOnlySpan<Type> asked)
    {
        if (known.Length != asked.Length)
            return false;
        for (int index = 0; index < known.Length; index++)
            if (known[index] != asked[index])
                return false;
        return true;
    }

    private sealed record Overload(Type[] Parameters, MethodInfo Method);
}
