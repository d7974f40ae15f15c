using System.Reflection;

namespace GpuNet.Engine.Frontend;

/// <summary>Names of types and methods as a C# programmer writes them, for messages.</summary>
internal static class TypeNames
{
    public static string Of(Type type)
    {
        if (type.IsByRef)
            return "ref " + Of(type.GetElementType()!);
        if (type.IsArray)
            return Of(type.GetElementType()!) + "[]";
        if (type.IsPointer)
            return Of(type.GetElementType()!) + "*";
        string name = Simple(type);
        if (type.IsNested && !type.IsGenericParameter)
            name = Simple(type.DeclaringType!) + "." + name;
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Of))}>" : name;
    }

    public static string Of(MethodBase method)
    {
        if (method.Name.StartsWith('<') && method.DeclaringType is { } closure)
            return OfCompilerGenerated(method.Name, closure);
        string owner = method.DeclaringType is null ? "" : Of(method.DeclaringType) + ".";
        string arguments = method.IsGenericMethod
            ? $"<{string.Join(", ", method.GetGenericArguments().Select(Of))}>"
            : "";
        return owner + method.Name + arguments;
    }

    /// <summary>
    /// Lambdas are called &lt;Outer&gt;b__0_1 and local functions &lt;Outer&gt;g__Name|0_1, maybe in a closure class.
    /// </summary>
    private static string OfCompilerGenerated(string name, Type owner)
    {
        while (owner.Name.StartsWith('<') && owner.DeclaringType is { } outer)
            owner = outer;
        int end = name.LastIndexOf('>');
        string method = $"{Of(owner)}.{name[1..end].Split('>')[^1]}";
        int bar = name.IndexOf('|');
        return name.AsSpan(end).StartsWith(">g__") && bar > 0 ? $"{method}.{name[(end + 4)..bar]}"
            : $"lambda in {method}";
    }

    private static string Simple(Type type)
    {
        if (type.IsPrimitive)
        {
            return Type.GetTypeCode(type) switch
            {
                TypeCode.Boolean => "bool",
                TypeCode.SByte => "sbyte",
                TypeCode.Byte => "byte",
                TypeCode.Int16 => "short",
                TypeCode.UInt16 => "ushort",
                TypeCode.Int32 => "int",
                TypeCode.UInt32 => "uint",
                TypeCode.Int64 => "long",
                TypeCode.UInt64 => "ulong",
                TypeCode.Single => "float",
                TypeCode.Double => "double",
                _ => type.Name,
            };
        }
        int tick = type.Name.IndexOf('`');
        return tick < 0 ? type.Name : type.Name[..tick];
    }
}
