using GpuNet.Engine.IR;

namespace GpuNet.Engine.Frontend.Intrinsics;

/// <summary>
/// Translates a call directly. Null: this overload is ordinary code. A call without a result returns the default.
/// </summary>
internal delegate StackValue? Intrinsic(IntrinsicCall call);

/// <summary>A call that the table knows, and what its translation may use.</summary>
internal sealed class IntrinsicCall(Translation translation, Callee callee, StackValue[] operands)
{
    public static readonly StackValue Nothing = default;

    public Translation Translation { get; } = translation;
    public IRBuilder Builder => Translation.Builder;
    public ValueAccess Values => Translation.Values;
    public StackValue[] Operands { get; } = operands;
    public int Count => Operands.Length;
    public Type ReturnType => callee.ReturnType;
    public Type Owner => callee.Method.DeclaringType!;
    public string Name => TypeNames.Of(callee.Method);

    /// <summary>A number, or the only leaf of a struct such as Index1D.</summary>
    public Value this[int operand] =>
        Operands[operand].Token is null ? Operands[operand].Value : ValueAccess.Scalar(Operands[operand]);

    public Type ParameterType(int index) => callee.ParameterTypes[index];
    public Type TypeArgument(int index) => callee.Method.GetGenericArguments()[index];
    public int SizeOf(Type type) => TypeLayout.Of(type).Size;
    public Value Index(int operand) => Builder.Resize(this[operand], IRType.Int64, signed: true);

    /// <summary>An operation on all operands, with the result type of the first.</summary>
    public StackValue Emit(Opcode op) =>
        StackValue.Of(Builder.Emit(op, this[0].Type, Array.ConvertAll(Operands, operand => operand.Value)));

    public StackValue Emit(Opcode op, IRType type, params Value[] operands) =>
        StackValue.Of(Builder.Emit(op, type, operands));

    /// <summary>A value that only the running item knows, or an effect.</summary>
    public StackValue Append(Opcode op, IRType type, params Value[] operands) =>
        StackValue.Of(Builder.Append(op, type, operands));

    public StackValue? Effect(Opcode op, long immediate = 0)
    {
        Builder.Append(op, IRType.Void, [], immediate);
        return Nothing;
    }

    public StackValue Dimension(Opcode op, int dimension) =>
        StackValue.Of(Builder.Append(op, IRType.Int32, [], dimension));

    public static StackValue Bool(bool value) => StackValue.Of(Constant.Bool(value));

    /// <summary>Needed while compiling: the size of an allocation, for example.</summary>
    public long RequireConstant(int operand) => this[operand] is Constant constant
        ? constant.Bits
        : throw new NotSupportedException(
            $"{Name} needs a number that is known when the kernel is compiled; "
            + "use a constant, a static readonly field or a SpecializedValue");
}
