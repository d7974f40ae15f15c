using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.C;

/// <summary>Writes values as C expressions: variables by name, inlined instructions as what they compute.</summary>
internal sealed partial class ExpressionBuilder(
    Names names, Inlining inlining, Packs packs, PointerElements elements, Helpers helpers,
    SharedLayout? placed, Dialect dialect)
{
    public CType TypeOf(Value value) =>
        value.Type.IsPointer ? CType.PointerTo(elements[value], value.Type.Space) : new CType(value.Type);

    public string TypeName(CType type) => dialect.TypeName(type, elements.AliasedKinds.Contains(type.Element));

    /// <summary>The type of a value's variable.</summary>
    public string TypeName(Value value) => value is VectorValue vector ? VectorName(vector.Type.Kind, vector.Count) : TypeName(TypeOf(value));

    /// <summary>The value where it is used.</summary>
    public CExpression Of(Value value) => value switch
    {
        Constant constant => Literals.Of(constant, dialect),
        _ when packs.Of(value) is { } pack => Lane(pack, value),
        Instruction instruction when inlining.Contains(instruction) => Compute(instruction),
        // A bool parameter travels as a byte.
        FunctionParameter { Type.Kind: ScalarKind.Int1 } => new($"{names[value]} != 0", Precedence.Equality, TypeOf(value)),
        _ => new(names[value], Precedence.Postfix, TypeOf(value)),
    };

    /// <summary>What to assign to the variable of <paramref name="target"/>: C converts integers by itself, pointers not.</summary>
    public string ArgumentFor(BlockParameter target, Value argument) =>
        target.Type.IsPointer ? As(TypeOf(target), argument).Text : Of(argument).Text;

    /// <summary>The variables that <see cref="Of"/> mentions.</summary>
    public void CollectVariables(Value value, HashSet<Value> into)
    {
        if (packs.VectorOf(value) is { } vector)
            into.Add(vector);
        else if (value is Instruction instruction && inlining.Contains(instruction))
            CollectOperandVariables(instruction, into);
        else if (value is not (Constant or FunctionParameter))
            into.Add(value);
    }

    public void CollectOperandVariables(Instruction instruction, HashSet<Value> into)
    {
        foreach (var operand in packs.OperandsOf(instruction))
            CollectVariables(operand, into);
    }

    /// <summary>The opposite of an Int1 value.</summary>
    public CExpression Negation(Value condition)
    {
        bool isLane = packs.Of(condition) is not null;
        if (!isLane && condition is Instruction { Op: Opcode.Not } not && inlining.Contains(not))
            return Of(not[0]);
        if (!isLane && condition is Instruction instruction && inlining.Contains(instruction) && instruction.Op.IsComparison()
            && !instruction[0].Type.IsFloat)
        {
            return Compare(instruction, Opposite(instruction.Op));
        }
        return new CExpression("!" + Of(condition).At(Precedence.Postfix), Precedence.Unary, new CType(IRType.Int1));
    }

    /// <summary>What an instruction computes.</summary>
    public CExpression Compute(Instruction instruction) => instruction.Op switch
    {
        Opcode.Add or Opcode.Sub or Opcode.Mul or Opcode.Neg => Arithmetic(instruction),
        Opcode.Div or Opcode.Rem or Opcode.DivU or Opcode.RemU => Division(instruction),
        Opcode.Min or Opcode.Max or Opcode.MinU or Opcode.MaxU => Extremum(instruction),
        Opcode.Abs => Absolute(instruction),
        Opcode.And or Opcode.Or or Opcode.Xor or Opcode.Not => Bitwise(instruction),
        Opcode.Shl or Opcode.Shr or Opcode.ShrU => Shift(instruction),
        Opcode.PopCount or Opcode.LeadingZeros or Opcode.TrailingZeros => BitCount(instruction),
        Opcode.Select => Select(instruction),
        >= Opcode.SignExtend and <= Opcode.IntToPointer => Convert(instruction),
        >= Opcode.Fma and <= Opcode.Atan2 => Math(instruction),
        Opcode.Load => packs.Accesses.Of(instruction) is { } access ? Part(access, instruction) : Load(instruction),
        Opcode.Offset => Offset(instruction),
        Opcode.Alloca or Opcode.SharedAlloc => new(names[instruction], Precedence.Postfix, TypeOf(instruction)),
        Opcode.SharedDynamic => Cast(DynamicShared(), TypeOf(instruction)),
        Opcode.SharedDynamicSize => Int("dynamic_shared_bytes"),
        Opcode.Atomic => Atomic(instruction),
        Opcode.AtomicCompareExchange => AtomicCompareExchange(instruction),
        Opcode.LocalId or Opcode.GroupId or Opcode.GroupDim or Opcode.GridDim => dialect.WorkItem(instruction.Op, instruction.Dimension),
        Opcode.BarrierPopCount => Int(dialect.GroupCount(Of(instruction[0]).Text) ?? $"{helpers.GroupCount()}(&group_count, {Of(instruction[0])})"),
        Opcode.GroupBroadcast => Broadcast(instruction),
        Opcode.WarpSize => Int($"{dialect.WarpSize}"),
        Opcode.LaneId => Int(dialect.LaneId),
        Opcode.Shuffle => Shuffle(instruction),
        _ when instruction.Op.IsComparison() => Compare(instruction, instruction.Op),
        _ => throw new InvalidOperationException($"{instruction.Op} computes no value."),
    };

    /// <summary>The launch's own shared memory, behind static arrays that had to be placed there.</summary>
    private CExpression DynamicShared()
    {
        var bytes = CType.PointerTo(ScalarKind.Int8, AddressSpace.Shared);
        return placed is null ? new("dynamic_shared", Precedence.Postfix, bytes) : new($"dynamic_shared + {placed.Bytes}", Precedence.Additive, bytes);
    }

    private CExpression Select(Instruction instruction)
    {
        var type = TypeOf(instruction);
        // Both sides get the same type: C would convert mixed ones.
        string then = As(type, instruction[1]).At(Precedence.Or), otherwise = As(type, instruction[2]).At(Precedence.Or);
        return new($"{Of(instruction[0]).At(Precedence.Equality)} ? {then} : {otherwise}", Precedence.Conditional, type);
    }

    private CExpression Broadcast(Instruction instruction)
    {
        var type = instruction.Type;
        return new($"{helpers.Broadcast(type)}(&broadcast_{Helpers.Suffix(type)}, {Of(instruction[0])}, {Of(instruction[1])})",
            Precedence.Postfix, TypeOf(instruction));
    }

    private CExpression Shuffle(Instruction instruction)
    {
        var value = instruction.Type.IsInteger ? Signed(instruction[0]) : Of(instruction[0]);
        string text = dialect.Shuffle(instruction.ShuffleKind, value.Text, Of(instruction[1]).Text, Of(instruction[2]).Text);
        return new(text, Precedence.Conditional, TypeOf(instruction));
    }

    /// <summary>The value as exactly <paramref name="type"/>: for function arguments, whose overloads go by type, and for mixed signs.</summary>
    private CExpression As(CType type, Value value)
    {
        if (value is Constant constant && type.Type.IsInteger && !type.IsNarrow)
            return Literals.Of(constant, dialect, type.Unsigned);
        return Cast(Of(value), type, force: value is Constant && type.IsNarrow);
    }

    private CExpression Signed(Value value) => As(new CType(value.Type), value);
    private CExpression Unsigned(Value value) => As(new CType(value.Type, Unsigned: true), value);

    private CExpression Cast(CExpression expression, CType type, bool force = false)
    {
        if (!force && expression.Type == type)
            return expression;
        return new($"({TypeName(type)}){expression.At(Precedence.Unary)}", Precedence.Unary, type);
    }

    private static CExpression Int(string text) => new(text, Precedence.Postfix, new CType(IRType.Int32));

    private static CExpression Call(string function, CType type, params ReadOnlySpan<CExpression> arguments) =>
        new($"{function}({string.Join(", ", arguments.ToArray().Select(argument => argument.Text))})", Precedence.Postfix, type);
}
