using GpuNet.Engine.IR;

namespace GpuNet.Engine.Frontend;

/// <summary>
/// An entry of IL's evaluation stack. Numbers and pointers are one IR value; integers of less than 32 bits are widened
/// to Int32, except <c>bool</c>, which stays Int1 until arithmetic asks for an Int32. A struct is the list of its
/// leaves, a view or a local array likewise. What exists at compile time only (a type, a string, a boxed value) is a
/// token.
/// </summary>
internal readonly struct StackValue
{
    private readonly Value? scalar;
    private readonly Value[]? leaves;

    private StackValue(Value? scalar, Value[]? leaves, Type? type, object? token)
    {
        this.scalar = scalar;
        this.leaves = leaves;
        Type = type;
        Token = token;
    }

    public static StackValue Of(Value scalar) => new(scalar, null, null, null);
    public static StackValue Pointer(Value pointer, Type? target) => new(pointer, null, target, null);
    public static StackValue Struct(Type type, params Value[] leaves) => new(null, leaves, type, null);
    public static StackValue OfToken(object token) => new(null, null, null, token);

    /// <summary>The type of a struct or array; for a pointer what it points to, if known.</summary>
    public Type? Type { get; }
    public object? Token { get; }

    public bool IsScalar => scalar is not null;
    public bool IsStruct => leaves is not null;
    public bool IsNothing => scalar is null && leaves is null && Token is null;
    public bool IsPointer => scalar is { Type.IsPointer: true };

    /// <summary>The value of a scalar or of a struct of one leaf.</summary>
    public Value Value => scalar ?? leaves![0];

    public int Count => leaves?.Length ?? 1;
    public Value this[int leaf] => leaves is null ? scalar! : leaves[leaf];
    public ReadOnlySpan<Value> Leaves => leaves;
}

/// <summary>Tokens: what the evaluation stack can hold of things that no device has.</summary>
internal sealed record BoxedValue(Type Type, StackValue Value);

internal sealed class NullToken
{
    public static readonly NullToken Instance = new();
}

/// <summary>An object that a kernel may name but not use: the receiver of a lambda, a new exception.</summary>
internal sealed record HostObject(Type Type);

/// <summary>Stands for what a reported violation would have made: its uses are not reported again.</summary>
internal sealed class Poison
{
    public static readonly Poison Instance = new();
}
