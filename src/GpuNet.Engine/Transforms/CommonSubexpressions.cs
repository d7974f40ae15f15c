using GpuNet.Engine.IR;

namespace GpuNet.Engine.Transforms;

/// <summary>
/// Computes equal things once: pure instructions that a dominating block already has, and within a block, loads of an
/// address that was just loaded or stored.
/// </summary>
internal sealed class CommonSubexpressions
{
    private readonly ControlFlow flow;
    private readonly Dictionary<Key, Instruction> available = [];
    private readonly Dictionary<Value, Value> replacements = [];

    private CommonSubexpressions(Function function) => flow = new ControlFlow(function);

    public static void Run(Function function)
    {
        var pass = new CommonSubexpressions(function);
        pass.Visit(function.Entry);
        foreach (var block in function.Blocks)
            block.Instructions.RemoveAll(pass.replacements.ContainsKey);
        function.ReplaceUses(pass.replacements);
    }

    private void Visit(Block block)
    {
        var added = new List<Key>();
        var memory = new Dictionary<Value, Value>();
        foreach (var instruction in block.Instructions)
        {
            for (int index = 0; index < instruction.Operands.Length; index++)
                while (replacements.TryGetValue(instruction[index], out var replacement))
                    instruction.Operands[index] = replacement;
            if (instruction.Op == Opcode.Load)
            {
                if (memory.TryGetValue(instruction[0], out var known) && known.Type == instruction.Type)
                    replacements[instruction] = known;
                else
                    memory[instruction[0]] = instruction;
            }
            else if (instruction.Op.HasSideEffects())
            {
                // Any store may hit any address; what it wrote itself is known.
                memory.Clear();
                if (instruction.Op == Opcode.Store)
                    memory[instruction[0]] = instruction[1];
            }
            else if (instruction.Op.IsPure())
            {
                var key = new Key(instruction);
                if (available.TryGetValue(key, out var earlier))
                {
                    replacements[instruction] = earlier;
                }
                else
                {
                    available.Add(key, instruction);
                    added.Add(key);
                }
            }
        }
        foreach (var child in flow.DominatorChildren(block))
            Visit(child);
        added.ForEach(key => available.Remove(key));
    }

    private sealed class Key(Instruction instruction) : IEquatable<Key>
    {
        private readonly Instruction instruction = instruction;

        public bool Equals(Key? other)
        {
            if (other is null)
                return false;
            var (a, b) = (instruction, other.instruction);
            if (a.Op != b.Op || a.Type != b.Type || a.Immediates != b.Immediates || a.Operands.Length != b.Operands.Length)
                return false;
            if (a.Op.IsCommutative() && a.Type.IsInteger && a[0].Equals(b[1]) && a[1].Equals(b[0]))
                return true;
            for (int index = 0; index < a.Operands.Length; index++)
                if (!a[index].Equals(b[index]))
                    return false;
            return true;
        }

        public override bool Equals(object? obj) => Equals(obj as Key);

        public override int GetHashCode()
        {
            // Symmetric in the operands, so that commuted instructions meet.
            int operands = 0;
            foreach (var operand in instruction.Operands)
                operands += operand.GetHashCode();
            return HashCode.Combine((int)instruction.Op, instruction.Type.GetHashCode(), instruction.Immediates.GetHashCode(), operands);
        }
    }
}
