namespace GpuNet.Engine.IR;

/// <summary>A kernel: all callees inlined, all values scalar. <c>Blocks[0]</c> is the entry and has no predecessors.</summary>
internal sealed class Function(string name)
{
    public string Name { get; } = name;
    public List<FunctionParameter> Parameters { get; } = [];
    public List<Block> Blocks { get; } = [];
    public Block Entry => Blocks[0];

    /// <summary>It writes or asserts, and the context asks for that: only the C# method itself can.</summary>
    public bool ReportsToHost { get; set; }

    /// <summary>Its items look at their neighbours in the warp.</summary>
    public bool UsesWarps =>
        Instructions.Any(instruction => instruction.Op is Opcode.WarpSize or Opcode.LaneId or Opcode.WarpBarrier or Opcode.Shuffle);

    public IEnumerable<Instruction> Instructions => Blocks.SelectMany(block => block.Instructions);

    /// <summary>Bytes of static shared memory: the allocations laid out one after another.</summary>
    public long StaticSharedBytes
    {
        get
        {
            long bytes = 0;
            foreach (var allocation in Instructions.Where(instruction => instruction.Op == Opcode.SharedAlloc))
                bytes = AlignUp(bytes, allocation.Alignment) + allocation.Size;
            return bytes;
        }
    }

    public bool UsesBarriers => Instructions.Any(instruction => instruction.Op.IsBarrier());
    public bool UsesDynamicShared => Instructions.Any(instruction => instruction.Op == Opcode.SharedDynamic);

    public Block AddBlock(string name)
    {
        var block = new Block(name) { Id = Blocks.Count };
        Blocks.Add(block);
        return block;
    }

    public FunctionParameter AddParameter(IRType type, ParameterRole role, string name)
    {
        var parameter = new FunctionParameter(type, Parameters.Count, role, name);
        Parameters.Add(parameter);
        return parameter;
    }

    /// <summary>Numbers blocks and values in order, so that printed functions are stable.</summary>
    public void Renumber()
    {
        int value = 0;
        for (int index = 0; index < Blocks.Count; index++)
        {
            var block = Blocks[index];
            block.Id = index;
            foreach (var parameter in block.Parameters)
                parameter.Id = value++;
            foreach (var instruction in block.Instructions.Where(instruction => !instruction.Type.IsVoid))
                instruction.Id = value++;
        }
    }

    /// <summary>Replaces every use of a key by its value, following chains.</summary>
    public void ReplaceUses(IReadOnlyDictionary<Value, Value> replacements)
    {
        if (replacements.Count == 0)
            return;
        Value Resolve(Value value)
        {
            while (replacements.TryGetValue(value, out var next))
                value = next;
            return value;
        }
        foreach (var block in Blocks)
        {
            foreach (var instruction in block.Instructions)
                for (int index = 0; index < instruction.Operands.Length; index++)
                    instruction.Operands[index] = Resolve(instruction.Operands[index]);
            if (block.Terminator is Branch branch)
                branch.Condition = Resolve(branch.Condition);
            foreach (var edge in block.Edges)
                for (int index = 0; index < edge.Arguments.Count; index++)
                    edge.Arguments[index] = Resolve(edge.Arguments[index]);
        }
    }

    public override string ToString() => Printer.Print(this);

    private static long AlignUp(long value, int alignment) => (value + alignment - 1) / alignment * alignment;
}
