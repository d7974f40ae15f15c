using GpuNet.Engine.IR;
using GpuNet.Engine.Transforms;

namespace GpuNet.Engine.Frontend;

/// <summary>
/// Appends instructions to the current block. Folds constants as it goes, so that decided branches are never
/// translated, and undoes IL's widening of small integers on the spot.
/// </summary>
internal sealed class IRBuilder
{
    private readonly List<Instruction> allocations = [];
    private readonly List<Instruction> entryStores = [];

    public IRBuilder(Function function)
    {
        Function = function;
        Block = function.AddBlock("entry");
    }

    public Function Function { get; }
    public Block Block { get; set; }
    public KnownMemory Memory { get; set; } = new();
    public SourceLocation Location { get; set; }

    /// <summary>
    /// Puts the allocations, wherever they were asked for, at the start of the entry block, and what they hold there.
    /// </summary>
    public void Finish() => Function.Entry.Instructions.InsertRange(0, [.. allocations, .. entryStores]);

    public Value Binary(Opcode op, Value a, Value b) => Emit(op, a.Type, a, b);
    public Value Unary(Opcode op, Value a) => Emit(op, a.Type, a);

    public Value Emit(Opcode op, IRType type, params Value[] operands) =>
        Fold(op, type, operands) ?? Append(op, type, operands);

    /// <summary>An operation that has to stay, or one without operands.</summary>
    public Value Append(Opcode op, IRType type, Value[] operands, long a = 0, long b = 0)
    {
        var instruction = new Instruction(op, type, operands, new Immediates(a, b)) { Location = Location };
        Block.Instructions.Add(instruction);
        return instruction;
    }

    public void AppendAssembly(InlineAssembly assembly, Value[] operands) =>
        Block.Instructions.Add(new Instruction(Opcode.Assembly, IRType.Void, operands) { Location = Location, Assembly = assembly });

    public Value Select(Value condition, Value a, Value b) =>
        condition is Constant c ? c.IsZero ? b : a : Emit(Opcode.Select, a.Type, condition, a, b);

    public Value Not(Value condition) =>
        condition is Instruction { Op: Opcode.Not } inner ? inner[0] : Unary(Opcode.Not, condition);

    /// <summary>An integer in another width.</summary>
    public Value Resize(Value value, IRType type, bool signed)
    {
        if (value.Type == type)
            return value;
        if (type == IRType.Int1)
            return IsNonZero(value);
        if (value.Type.Bits < type.Bits)
            return Emit(signed && value.Type != IRType.Int1 ? Opcode.SignExtend : Opcode.ZeroExtend, type, value);
        return value is Instruction { Op: Opcode.SignExtend or Opcode.ZeroExtend } extension
            && extension[0].Type == type
            ? extension[0]
            : Emit(Opcode.Truncate, type, value);
    }

    public Value IsNonZero(Value value)
    {
        if (value.Type == IRType.Int1)
            return value;
        if (value is Instruction { Op: Opcode.ZeroExtend } extension && extension[0].Type == IRType.Int1)
            return extension[0];
        if (value.Type.IsPointer)
            value = Emit(Opcode.PointerToInt, IRType.Int64, value);
        return Emit(Opcode.Ne, IRType.Int1, value, Constant.Zero(value.Type));
    }

    public Value Load(Value pointer, IRType type) => Memory.Load(pointer, type) ?? Append(Opcode.Load, type, [pointer]);

    public void Store(Value pointer, Value value)
    {
        Memory.Store(pointer, value);
        Append(Opcode.Store, IRType.Void, [pointer, value]);
    }

    /// <summary>What an allocation holds, at a constant number of bytes, when the kernel starts.</summary>
    public void StoreAtEntry(Value allocation, long offset, Constant value)
    {
        var address = allocation;
        if (offset != 0)
        {
            var step = new Instruction(
                Opcode.Offset, allocation.Type, [allocation, Constant.Int64(0)], new Immediates(1, offset));
            entryStores.Add(step);
            address = step;
        }
        entryStores.Add(new Instruction(Opcode.Store, IRType.Void, [address, value], default));
    }

    /// <summary>pointer + index * scale, in bytes.</summary>
    public Value Offset(Value pointer, Value index, int scale)
    {
        if (index is Constant constant)
            return Offset(pointer, constant.Bits * scale);
        if (pointer is Instruction { Op: Opcode.Offset } inner && inner[1] is Constant)
        {
            long start = inner.Displacement + ((Constant)inner[1]).Bits * inner.Scale;
            return Append(Opcode.Offset, pointer.Type, [inner[0], index], scale, start);
        }
        return Append(Opcode.Offset, pointer.Type, [pointer, index], scale);
    }

    /// <summary>pointer + a constant number of bytes.</summary>
    public Value Offset(Value pointer, long bytes)
    {
        if (bytes == 0)
            return pointer;
        if (pointer is Instruction { Op: Opcode.Offset } inner)
            return Append(Opcode.Offset, pointer.Type, [inner[0], inner[1]], inner.Scale, inner.Displacement + bytes);
        return Append(Opcode.Offset, pointer.Type, [pointer, Constant.Int64(0)], 1, bytes);
    }

    public Value Alloca(long size, int alignment) => Allocate(Opcode.Alloca, AddressSpace.Private, size, alignment);

    public Value SharedAlloc(long size, int alignment) =>
        Allocate(Opcode.SharedAlloc, AddressSpace.Shared, size, alignment);

    private Instruction Allocate(Opcode op, AddressSpace space, long size, int alignment)
    {
        var allocation = new Instruction(
            op, IRType.Pointer(space), [], new Immediates(Math.Max(size, 1), Math.Max(alignment, 1)))
        {
            Location = Location,
        };
        allocations.Add(allocation);
        return allocation;
    }

    private static Constant? Fold(Opcode op, IRType type, Value[] operands)
    {
        Span<Constant> constants = new Constant[operands.Length];
        for (int index = 0; index < operands.Length; index++)
        {
            if (operands[index] is not Constant constant)
                return null;
            constants[index] = constant;
        }
        return ConstantFolder.Evaluate(op, type, constants);
    }
}
