using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace GpuNet.Engine.Tests.Api.Surface;

/// <summary>Writes types and members the way the API list writes them.</summary>
internal static class SignaturePrinter
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void", [typeof(object)] = "object", [typeof(string)] = "string", [typeof(bool)] = "bool",
        [typeof(sbyte)] = "sbyte", [typeof(short)] = "short", [typeof(int)] = "int", [typeof(long)] = "long",
        [typeof(byte)] = "byte", [typeof(ushort)] = "ushort", [typeof(uint)] = "uint", [typeof(ulong)] = "ulong",
        [typeof(float)] = "float", [typeof(double)] = "double", [typeof(char)] = "char", [typeof(decimal)] = "decimal",
    };

    public static string Name(Type type)
    {
        if (type.IsByRef)
            return Name(type.GetElementType()!);
        if (type.IsArray)
            return $"{Name(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]";
        if (type.IsPointer)
            return $"{Name(type.GetElementType()!)}*";
        if (type.IsGenericParameter)
            return type.Name;
        if (Keywords.TryGetValue(type, out var keyword))
            return keyword;
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return $"{Name(underlying)}?";
        var arguments = type.GetGenericArguments();
        if (type.IsGenericType && type.Namespace == "System" && BareName(type) == "ValueTuple")
            return $"({string.Join(", ", arguments.Select(Name))})";
        return QualifiedName(type, arguments);
    }

    /// <summary>Header of a type without its base types: modifiers, kind, name and constraints.</summary>
    public static (string Head, IReadOnlySet<string> Bases, string Constraints) Header(Type type)
    {
        var kind = type.IsInterface ? "interface" : type.IsEnum ? "enum" : type.IsValueType ? "struct" : "class";
        var modifiers = type switch
        {
            { IsInterface: true } or { IsEnum: true } => "",
            { IsValueType: true } => (HasAttribute(type, "IsReadOnlyAttribute") ? "readonly " : "")
                + (type.IsByRefLike ? "ref " : ""),
            { IsAbstract: true, IsSealed: true } => "static ",
            { IsAbstract: true } => "abstract ",
            { IsSealed: true } => "sealed ",
            _ => "",
        };
        var arguments = OwnArguments(type);
        var name = arguments.Length == 0 ? type.Name : $"{BareName(type)}<{string.Join(", ", arguments.Select(Declared))}>";
        return ($"public {modifiers}{kind} {name}", Bases(type), Constraints(arguments));
    }

    public static string Enum(Type type)
    {
        var values = System.Enum.GetNames(type)
            .Select(name => $"{name} = {Convert.ToInt64(System.Enum.Parse(type, name), CultureInfo.InvariantCulture)}");
        return $"public enum {type.Name} : {Name(System.Enum.GetUnderlyingType(type))} {{ {string.Join(", ", values)} }}";
    }

    public static string Delegate(Type type)
    {
        var invoke = type.GetMethod("Invoke")!;
        var arguments = OwnArguments(type);
        var generics = arguments.Length == 0 ? "" : $"<{string.Join(", ", arguments.Select(Declared))}>";
        return $"public delegate {Returned(invoke)} {BareName(type)}{generics}({Parameters(invoke)}){Constraints(arguments)}";
    }

    public static string Field(FieldInfo field) => field.IsLiteral
        ? $"{Access(field)}const {Name(field.FieldType)} {field.Name} = {Literal(field.GetRawConstantValue())}"
        : Access(field) + (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "")
            + $"{Name(field.FieldType)} {field.Name}";

    public static string Constructor(ConstructorInfo constructor) =>
        $"{Access(constructor)}{BareName(constructor.DeclaringType!)}({Parameters(constructor)})";

    public static string Event(EventInfo @event) =>
        $"{Modifiers(@event.AddMethod!)}event {Name(@event.EventHandlerType!)} {@event.Name}";

    public static string Property(PropertyInfo property)
    {
        var accessors = property.GetAccessors(nonPublic: true).Where(IsVisible).ToArray();
        var leading = accessors.FirstOrDefault(accessor => accessor.IsPublic) ?? accessors[0];
        var bodies = accessors
            .OrderBy(accessor => accessor != property.GetMethod)
            .Select(accessor => (Access(accessor) == Access(leading) ? "" : Access(accessor))
                + (accessor == property.GetMethod ? "get;" : "set;"));
        var index = property.GetIndexParameters();
        var name = index.Length == 0 ? property.Name : $"this[{string.Join(", ", index.Select(Parameter))}]";
        var reference = property.PropertyType.IsByRef ? "ref " : "";
        return $"{Modifiers(leading)}{reference}{Name(property.PropertyType)} {name} {{ {string.Join(" ", bodies)} }}";
    }

    public static string Method(MethodInfo method)
    {
        var arguments = method.GetGenericArguments();
        var generics = arguments.Length == 0 ? "" : $"<{string.Join(", ", arguments.Select(Name))}>";
        var head = method.Name switch
        {
            "op_Implicit" => $"implicit operator {Returned(method)}",
            "op_Explicit" => $"explicit operator {Returned(method)}",
            _ when method.IsSpecialName => $"{Returned(method)} operator {Operators[method.Name]}",
            _ => $"{Returned(method)} {method.Name}",
        };
        return $"{Modifiers(method)}{head}{generics}({Parameters(method)}){Constraints(arguments)}";
    }

    public static bool IsVisible(MethodBase? method) =>
        method is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };

    private static readonly Dictionary<string, string> Operators = new()
    {
        ["op_Addition"] = "+", ["op_Subtraction"] = "-", ["op_Multiply"] = "*", ["op_Division"] = "/",
        ["op_UnaryNegation"] = "-", ["op_Equality"] = "==", ["op_Inequality"] = "!=", ["op_LessThan"] = "<",
        ["op_LessThanOrEqual"] = "<=", ["op_GreaterThan"] = ">", ["op_GreaterThanOrEqual"] = ">=",
    };

    private static string QualifiedName(Type type, Type[] arguments)
    {
        var own = type.IsNested ? arguments[type.DeclaringType!.GetGenericArguments().Length..] : arguments;
        var name = own.Length == 0 ? BareName(type) : $"{BareName(type)}<{string.Join(", ", own.Select(Name))}>";
        return type.IsNested
            ? $"{QualifiedName(type.DeclaringType!, arguments[..type.DeclaringType!.GetGenericArguments().Length])}.{name}"
            : name;
    }

    private static string BareName(Type type) => type.Name.Split('`')[0];

    private static Type[] OwnArguments(Type type) =>
        type.GetGenericArguments()[(type.DeclaringType?.GetGenericArguments().Length ?? 0)..];

    private static string Declared(Type parameter) =>
        (parameter.GenericParameterAttributes & GenericParameterAttributes.VarianceMask) switch
        {
            GenericParameterAttributes.Contravariant => $"in {parameter.Name}",
            GenericParameterAttributes.Covariant => $"out {parameter.Name}",
            _ => parameter.Name,
        };

    private static HashSet<string> Bases(Type type)
    {
        var interfaces = type.GetInterfaces();
        var implied = interfaces.SelectMany(one => one.GetInterfaces())
            .Concat(type.BaseType?.GetInterfaces() ?? []);
        var bases = interfaces.Except(implied).Select(Name).ToHashSet();
        if (type.IsClass && type.BaseType is { } parent && parent != typeof(object))
            bases.Add(Name(parent));
        return bases;
    }

    private static string Constraints(Type[] parameters) => string.Concat(parameters.Select(parameter =>
    {
        var attributes = parameter.GenericParameterAttributes;
        var isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        var parts = new List<string>();
        if (isStruct)
            parts.Add(HasAttribute(parameter, "IsUnmanagedAttribute") ? "unmanaged" : "struct");
        if (attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
            parts.Add("class");
        parts.AddRange(parameter.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(Name));
        if (!isStruct && attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint))
            parts.Add("new()");
        return parts.Count == 0 ? "" : $" where {parameter.Name} : {string.Join(", ", parts)}";
    }));

    private static string Returned(MethodInfo method) =>
        $"{(method.ReturnType.IsByRef ? "ref " : "")}{Name(method.ReturnType)}";

    private static string Parameters(MethodBase method)
    {
        var parameters = string.Join(", ", method.GetParameters().Select(Parameter));
        return method.IsDefined(typeof(ExtensionAttribute)) ? $"this {parameters}" : parameters;
    }

    private static string Parameter(ParameterInfo parameter)
    {
        var mode = parameter switch
        {
            { IsOut: true } => "out ",
            { IsIn: true, ParameterType.IsByRef: true } => "in ",
            { ParameterType.IsByRef: true } => "ref ",
            _ when parameter.IsDefined(typeof(ParamArrayAttribute)) => "params ",
            _ => "",
        };
        var value = parameter.HasDefaultValue ? $" = {Literal(parameter.RawDefaultValue)}" : "";
        return $"{mode}{Name(parameter.ParameterType)} {parameter.Name}{value}";
    }

    private static string Literal(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static string Modifiers(MethodInfo method)
    {
        if (method.DeclaringType!.IsInterface)
            return "";
        var overrides = method.GetBaseDefinition().DeclaringType != method.DeclaringType;
        var dispatch = method switch
        {
            { IsStatic: true } => "static ",
            { IsAbstract: true } => "abstract ",
            { IsVirtual: true } when overrides => method.IsFinal ? "sealed override " : "override ",
            { IsVirtual: true, IsFinal: false } => "virtual ",
            _ => "",
        };
        return Access(method) + dispatch;
    }

    private static string Access(MemberInfo member) => member switch
    {
        MethodBase { IsPublic: true } or FieldInfo { IsPublic: true } => "public ",
        MethodBase { IsFamily: true } or FieldInfo { IsFamily: true } => "protected ",
        _ => "protected internal ",
    };

    private static bool HasAttribute(Type type, string name) =>
        type.CustomAttributes.Any(attribute => attribute.AttributeType.Name == name);
}
