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
    private static readonly Dictionary<int, VectorApi> Instances = new[] { 4, 8, 16 }.ToDictionary(lanes => lanes, lanes => new VectorApi(lanes));

    private readonly Type methods;
    private readonly Type generic;
    private readonly Dictionary<string, MethodInfo> found = [];
    private readonly Lock gate = new();

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

    public static VectorApi For(int lanes) => Instances[lanes];

    public static int Parts(IRType type) => type.Size == 8 ? 2 : 1;

    public Type Of(Type element) => generic.MakeGenericType(element);
    public Type Of(IRType type) => Of(Il.ClrType(type));

    /// <summary>A method of Vector128, Vector256 or Vector512 by its parameter types; type arguments follow from the first vector.</summary>
    public MethodInfo Method(string name, params Type[] parameters) => Cached(name + string.Join(',', parameters.Select(type => type.ToString())), () =>
        methods.GetMember(name, MemberTypes.Method, BindingFlags.Public | BindingFlags.Static).Cast<MethodInfo>()
            .Select(method => Close(method, parameters)).FirstOrDefault(method => method is not null)
        ?? throw new MissingMethodException($"{methods.Name}.{name}({string.Join(", ", parameters.Select(type => type.Name))})"));

    /// <summary>A method for the same vectors in <see cref="LaneMemory"/> or <see cref="LaneGather"/>.</summary>
    public MethodInfo Memory(string name, Type element) => Cached("memory " + name + element.Name, () =>
        (name.StartsWith("Gather", StringComparison.Ordinal) ? typeof(LaneGather) : typeof(LaneMemory))
        .GetMethods(BindingFlags.Static | BindingFlags.Public).Single(method => method.Name == name + Bytes * 8).MakeGenericMethod(element));

    /// <summary>Reinterprets the elements of the vector on the stack.</summary>
    public void As(Il il, Type from, Type to)
    {
        if (from != to)
            il.Call(Cached($"as {from} {to}", () => methods.GetMethods().Single(method => method.Name == "As" && method.GetGenericArguments().Length == 2)
                .MakeGenericMethod(from, to)));
    }

    /// <summary>Loads 0, 1, 2... times a factor: of one part, where a value has two.</summary>
    public void LaneNumbers(Il il, IRType type, int part, long factor)
    {
        var element = type.IsPointer ? IRType.Int64 : type;
        int lanes = Lanes / Parts(type);
        for (int lane = 0; lane < lanes; lane++)
            il.Constant(new Constant(element, (part * lanes + lane) * factor));
        il.Call(Method("Create", [.. Enumerable.Repeat(Il.ClrType(element), lanes)]));
    }

    /// <summary>Copies the scalar on the stack to all lanes.</summary>
    public void Broadcast(Il il, IRType type)
    {
        if (type == IRType.Int1)
            il.Op(System.Reflection.Emit.OpCodes.Neg);
        il.Call(Method("Create", Il.ClrType(type)));
    }

    private MethodInfo Cached(string key, Func<MethodInfo> find)
    {
        lock (gate)
            return found.TryGetValue(key, out var method) ? method : found[key] = find();
    }

    private static MethodInfo? Close(MethodInfo method, Type[] parameters)
    {
        if (method.GetParameters().Length != parameters.Length)
            return null;
        if (method.IsGenericMethodDefinition)
        {
            var first = parameters.FirstOrDefault(type => type.IsGenericType)?.GetGenericArguments()[0]
                ?? (parameters[0].IsPointer ? parameters[0].GetElementType()! : parameters[0]);
            if (method.GetGenericArguments().Length != 1)
                return null;
            method = method.MakeGenericMethod(first);
        }
        return method.GetParameters().Select(parameter => parameter.ParameterType).SequenceEqual(parameters) ? method : null;
    }
}
