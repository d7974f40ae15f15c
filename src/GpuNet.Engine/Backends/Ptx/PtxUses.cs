using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Ptx;

/// <summary>
/// Which instructions have to be written. Addresses that only loads and stores use become part of those, and what nobody
/// uses is left out.
/// </summary>
internal sealed class PtxUses
{
    private readonly HashSet<Value> needed = [];
    private readonly VectorAccesses vectors;

    public PtxUses(Function function, VectorAccesses vectors)
    {
        this.vectors = vectors;
        foreach (var block in function.Blocks)
        {
            foreach (var instruction in block.Instructions.Where(instruction => instruction.Op.HasSideEffects()))
                Need(instruction);
            foreach (var argument in block.Edges.SelectMany(edge => edge.Arguments))
                Need(argument);
            if (block.Terminator is Branch branch)
                Need(branch.Condition);
        }
    }

    /// <summary>The value's register is read, or the instruction does something.</summary>
    public bool Contains(Value value) => needed.Contains(value);

    /// <summary>The pointer is an address that its loads and stores compute themselves.</summary>
    public static bool IsFolded(Value pointer) => pointer is Instruction { Op: Opcode.Offset };

    private void Need(Value value)
    {
        var open = new Stack<Value>();
        open.Push(value);
        while (open.TryPop(out var next))
        {
            if (next is Constant || !needed.Add(next) || next is not Instruction instruction)
                continue;
            if (vectors.Of(instruction) is { } access)
            {
                needed.UnionWith(access.Members);
                foreach (var operand in access.Operands)
                    open.Push(operand);
                continue;
            }
            bool isAccess = instruction.Op is Opcode.Load or Opcode.Store or Opcode.Atomic or Opcode.AtomicCompareExchange;
            foreach (var operand in isAccess && IsFolded(instruction[0]) ? instruction.Operands.Skip(1).Concat(((Instruction)instruction[0]).Operands) : instruction.Operands)
                open.Push(operand);
        }
    }
}
