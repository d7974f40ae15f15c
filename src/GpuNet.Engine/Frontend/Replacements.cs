using System.Reflection;
using ILGPU.Algorithms;

namespace GpuNet.Engine.Frontend;

/// <summary>Members of .NET whose own code no device can run, and what is inlined in their place.</summary>
internal static class Replacements
{
    private static readonly MethodInfo EqualByInterface = new Func<object, int, int, bool>(AreEqual).Method.GetGenericMethodDefinition();
    private static readonly MethodInfo EqualEnums = new Func<object, DayOfWeek, DayOfWeek, bool>(AreEqualEnums).Method.GetGenericMethodDefinition();

    /// <returns>Null for members that are translated as they are.</returns>
    public static MethodInfo? Find(MethodBase method)
    {
        var owner = method.DeclaringType;
        if (method.Name == "Round" && (owner == typeof(Math) || owner == typeof(MathF)))
            return Rounding(method);
        return method.Name == "Equals" && owner is { IsGenericType: true } && owner.GetGenericTypeDefinition() == typeof(EqualityComparer<>)
            ? Equality(owner.GetGenericArguments()[0])
            : null;
    }

    /// <summary>To a number of digits: .NET's looks powers of ten up.</summary>
    private static MethodInfo? Rounding(MethodBase method)
    {
        var parameters = Array.ConvertAll(method.GetParameters(), parameter => parameter.ParameterType);
        return parameters.Length > 1 && parameters[0] != typeof(decimal) ? typeof(XMath).GetMethod("Round", parameters) : null;
    }

    /// <summary>The comparer of records and tuples, which is an object.</summary>
    private static MethodInfo? Equality(Type type) =>
        type.IsEnum ? EqualEnums.MakeGenericMethod(type)
        : type.IsAssignableTo(typeof(IEquatable<>).MakeGenericType(type)) ? EqualByInterface.MakeGenericMethod(type)
        : null;

    private static bool AreEqual<T>(object comparer, T first, T second)
        where T : IEquatable<T> =>
        first.Equals(second);

    /// <summary>Translated directly: C# has no comparison of enums that are not known.</summary>
    internal static bool AreEqualEnums<T>(object comparer, T first, T second)
        where T : struct, Enum =>
        first.Equals(second);
}
