using GpuNet.Engine.IR;
using GpuNet.Engine.Transforms;

namespace GpuNet.Engine.Tests.BackendsC;

/// <summary>Writes IR by hand: appends instructions to a current block.</summary>
internal sealed class KernelText
{
    public KernelText(string name)
    {
        Function = new Function(name);
        Current = Function.AddBlock("entry");
    }

    public Function Function { get; }
    public Block Current { get; set; }

    public Block Block(string name) => Function.AddBlock(name);

    public Instruction Op(Opcode op, IRType type, params Value[] operands) => Op(op, type, default, operands);

    public Instruction Op(Opcode op, IRType type, Immediates immediates, params Value[] operands)
    {
        var instruction = new Instruction(op, type, operands, immediates);
        Current.Instructions.Add(instruction);
        return instruction;
    }

    public Value Add(Value left, Value right) => Op(Opcode.Add, left.Type, left, right);
    public Value Mul(Value left, Value right) => Op(Opcode.Mul, left.Type, left, right);
    public Value Long(Value value) => Op(Opcode.SignExtend, IRType.Int64, value);
    public Value At(Value pointer, Value index, int scale, long displacement = 0) =>
        Op(Opcode.Offset, pointer.Type, new Immediates(scale, displacement), pointer, index);
    public Value Load(IRType type, Value pointer) => Op(Opcode.Load, type, pointer);
    public void Store(Value pointer, Value value) => Op(Opcode.Store, IRType.Void, pointer, value);
    public Value Item(Opcode op, int dimension = 0) => Op(op, IRType.Int32, new Immediates(dimension, 0));
    public Value LocalId(int dimension = 0) => Item(Opcode.LocalId, dimension);
    public Value GlobalId(int dimension = 0) =>
        Add(Mul(Item(Opcode.GroupId, dimension), Item(Opcode.GroupDim, dimension)), LocalId(dimension));
    public void Barrier() => Op(Opcode.Barrier, IRType.Void);

    /// <summary>The three parameters of a view, and the pointer to its first element.</summary>
    public Value View(string name)
    {
        var handle = Function.AddParameter(IRType.Pointer(AddressSpace.Global), ParameterRole.BufferHandle, name);
        var offset = Function.AddParameter(IRType.Int64, ParameterRole.BufferOffset, name + ".offset");
        Function.AddParameter(IRType.Int64, ParameterRole.BufferLength, name + ".length");
        return At(handle, offset, 1);
    }

    public Value Scalar(IRType type, string name) => Function.AddParameter(type, ParameterRole.Scalar, name);

    public void Jump(Block target, params Value[] arguments) => Current.Terminator = new Jump(new Edge(target, [.. arguments]));

    public void Branch(Value condition, Edge then, Edge otherwise) => Current.Terminator = new Branch(condition, then, otherwise);

    /// <summary>Verified and structured, but not optimized: the code under test is exactly what was written.</summary>
    public KernelProgram Program()
    {
        Verifier.Verify(Function, "the test");
        Function.Renumber();
        return new KernelProgram(Function, Structurizer.Run(Function), KernelIndex.Explicit);
    }
}
