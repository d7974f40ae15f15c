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
        string owner = method.DeclaringType is null ? "" : Of(method.DeclaringType) + ".";
        string arguments = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Of))}>" : "";
        return owner + method.Name + arguments;
    }

    private static string Simple(Type type)
    {
        if (type.IsPrimitive)
        {
            return Type.GetTypeCode(type) switch
            {
                TypeCode.Boolean => "bool", TypeCode.SByte => "sbyte", TypeCode.Byte => "byte", TypeCode.Int16 => "short",
                TypeCode.UInt16 => "ushort", TypeCode.Int32 => "int", TypeCode.UInt32 => "uint", TypeCode.Int64 => "long",
                TypeCode.UInt64 => "ulong", TypeCode.Single => "float", TypeCode.Double => "double", _ => type.Name,
            };
        }
        int tick = type.Name.IndexOf('`');
        return tick < 0 ? type.Name : type.Name[..tick];
    }
}
