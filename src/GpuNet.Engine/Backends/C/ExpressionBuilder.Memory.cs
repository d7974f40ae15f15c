using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.C;

// Pointers, loads, stores and atomics.
internal sealed partial class ExpressionBuilder
{
    /// <summary>The assignment that a Store is.</summary>
    public string Store(Instruction store) => $"{Place(store[0], store[1].Type).Text} = {Stored(store[1])}";

    private string Stored(Value value) => value.Type.IsPointer ? As(TypeOf(value), value).Text : Of(value).Text;

    private CExpression Load(Instruction load)
    {
        var place = Place(load[0], load.Type);
        if (load.Type == IRType.Int1)
            return new($"{place} != 0", Precedence.Equality, Bool);
        // Bytes are uchar in memory.
        return place with { Type = load.Type == IRType.Int8 ? TypeOf(load).AsUnsigned : TypeOf(load) };
    }

    /// <summary>The scalar of type <paramref name="type"/> at a pointer, to read or to write: <c>a[i]</c> or <c>*p</c>.</summary>
    private CExpression Place(Value pointer, IRType type)
    {
        var kind = CType.Stored(type.Kind);
        var place = new CType(type);
        if (pointer is Instruction { Op: Opcode.Offset } offset && inlining.Contains(offset) && PointerElements.Fits(offset, kind))
            return new($"{PointerTo(kind, offset[0]).At(Precedence.Postfix)}[{Index(offset, new IRType(kind).Size)}]", Precedence.Postfix, place);
        if (pointer is Instruction { Op: Opcode.Alloca or Opcode.SharedAlloc } array && elements[array] == kind)
            return new($"{names[array]}[0]", Precedence.Postfix, place);
        return new($"*{PointerTo(kind, pointer).At(Precedence.Unary)}", Precedence.Unary, place);
    }

    /// <summary>A pointer as one to scalars of <paramref name="kind"/>.</summary>
    private CExpression PointerTo(ScalarKind kind, Value pointer)
    {
        return Cast(Of(pointer), CType.PointerTo(kind, pointer.Type.Space));
    }

    private CExpression Offset(Instruction offset)
    {
        var type = TypeOf(offset);
        if (PointerElements.Fits(offset, type.Element))
            return new($"{PointerTo(type.Element, offset[0]).At(Precedence.Additive)} + {Index(offset, offset.Scale)}", Precedence.Additive, type);
        string index = offset[1] is Constant constant ? $"{constant.Bits * offset.Scale + offset.Displacement}"
            : ByteOffset(offset);
        var bytes = PointerTo(ScalarKind.Int8, offset[0]);
        var moved = new CExpression($"{bytes.At(Precedence.Additive)} + {index}", Precedence.Additive, bytes.Type);
        return Cast(moved, type);
    }

    private string ByteOffset(Instruction offset)
    {
        var index = Signed(offset[1]);
        string scaled = offset.Scale == 1 ? index.At(Precedence.Multiplicative) : $"{index.At(Precedence.Multiplicative)} * {offset.Scale}";
        return offset.Displacement == 0 ? scaled : $"{scaled} + {offset.Displacement}";
    }

    /// <summary>The index of an offset in elements of <paramref name="size"/> bytes.</summary>
    private string Index(Instruction offset, int size)
    {
        long displacement = offset.Displacement / size;
        if (offset[1] is Constant constant)
            return $"{constant.Bits + displacement}";
        // C sign-extends an int index by itself; with something to add, the sum has to be long.
        if (displacement == 0)
        {
            var index = offset[1] is Instruction { Op: Opcode.SignExtend } extend && inlining.Contains(extend) && extend[0].Type != IRType.Int1
                ? Signed(extend[0]) : Signed(offset[1]);
            return index.At(Precedence.Multiplicative);
        }
        string sign = displacement < 0 ? "-" : "+";
        return $"{Signed(offset[1]).At(Precedence.Multiplicative)} {sign} {System.Math.Abs(displacement)}";
    }

    private CExpression Atomic(Instruction atomic)
    {
        var type = atomic.Type;
        var space = atomic[0].Type.Space;
        string pointer = PointerTo(type.Kind, atomic[0]).At(Precedence.Unary);
        if (type == IRType.Int64)
            helpers.Require(Requirements.Int64Atomics, atomic);
        bool unsigned = atomic.AtomicKind is AtomicKind.MinU or AtomicKind.MaxU;
        if (type.IsInteger || dialect.HasFloatAtomic(atomic.AtomicKind, type))
        {
            var value = type.IsInteger ? As(new CType(type, unsigned), atomic[1]) : Of(atomic[1]);
            return new(dialect.Atomic(atomic.AtomicKind, type, space, pointer, value.Text), Precedence.Postfix, new CType(type, unsigned));
        }
        return Call(helpers.FloatAtomic(atomic), new CType(type),
            PointerTo(type == IRType.Float32 ? ScalarKind.Int32 : ScalarKind.Int64, atomic[0]), Of(atomic[1]));
    }

    private CExpression AtomicCompareExchange(Instruction atomic)
    {
        var type = atomic.Type;
        var bits = type.Size == 8 ? IRType.Int64 : IRType.Int32;
        if (bits == IRType.Int64)
            helpers.Require(Requirements.Int64Atomics, atomic);
        string Bits(Value value) => type.IsInteger ? Signed(value).Text : dialect.Bitcast(bits, Of(value).Text);
        string call = dialect.AtomicCompareExchange(bits, atomic[0].Type.Space,
            PointerTo(bits.Kind, atomic[0]).At(Precedence.Unary), Bits(atomic[1]), Bits(atomic[2]));
        return new(type.IsInteger ? call : dialect.Bitcast(type, call), Precedence.Postfix, new CType(type));
    }
}
