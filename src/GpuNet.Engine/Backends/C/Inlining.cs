using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.C;

/// <summary>
/// Decides which instructions become part of the expressions that use them instead of variables of their own.
/// A pure instruction may always move to its use: the block parameters it reads change only on edges into their blocks, and
/// every path from there to the use passes the instruction again. A load may move as long as it passes no side effect.
/// </summary>
internal sealed class Inlining
{
    /// <summary>Operations in one expression: more would not read well.</summary>
    private const int LargestExpression = 8;

    private readonly Dictionary<Value, int> uses = [];
    private readonly HashSet<Instruction> inlined = [];
    private readonly Dictionary<Instruction, object> roots = [];
    private readonly Dictionary<object, int> sizes = [];

    public Inlining(Function function)
    {
        foreach (var block in function.Blocks)
        {
            foreach (var operand in block.Instructions.SelectMany(instruction => instruction.Operands))
                CountUse(operand);
            foreach (var argument in block.Edges.SelectMany(edge => edge.Arguments))
                CountUse(argument);
            if (block.Terminator is Branch branch)
                CountUse(branch.Condition);
        }
        foreach (var instruction in function.Instructions.Where(IsFree))
            inlined.Add(instruction);
        foreach (var block in function.Blocks)
            Decide(block);
    }

    public bool Contains(Value value) => value is Instruction instruction && inlined.Contains(instruction);
    public bool IsUsed(Value value) => uses.ContainsKey(value);

    private void CountUse(Value value) => uses[value] = uses.GetValueOrDefault(value) + 1;

    /// <summary>Costs nothing to repeat: addresses and conversions that C makes implicitly, on plain variables.</summary>
    private bool IsFree(Instruction instruction) => instruction.Op switch
    {
        Opcode.Alloca or Opcode.SharedAlloc or Opcode.SharedDynamic or Opcode.SharedDynamicSize
            or Opcode.WarpSize or Opcode.LaneId => true,
        // The start of a view has a name of its own.
        Opcode.Offset => instruction[0] is not FunctionParameter and not Instruction { Op: Opcode.Offset } && instruction.Operands.All(IsFreeOperand),
        Opcode.SignExtend => instruction.Type == IRType.Int64 && IsFreeOperand(instruction[0]),
        _ => false,
    };

    /// <summary>Variables, constants, and what is free itself.</summary>
    private bool IsFreeOperand(Value operand) =>
        operand is not Instruction instruction || IsFree(instruction) || uses[operand] > 1;

    private void Decide(Block block)
    {
        var users = Users(block);
        var position = new Dictionary<Instruction, int>();
        int nextEffect = int.MaxValue;
        // nextEffects[i]: the first instruction behind i with a side effect.
        var nextEffects = new int[block.Instructions.Count];
        for (int index = block.Instructions.Count - 1; index >= 0; index--)
        {
            nextEffects[index] = nextEffect;
            if (block.Instructions[index].Op.HasSideEffects())
                nextEffect = index;
        }

        for (int index = block.Instructions.Count - 1; index >= 0; index--)
        {
            var instruction = block.Instructions[index];
            position[instruction] = index;
            if (inlined.Contains(instruction) || instruction.Type.IsVoid || uses.GetValueOrDefault(instruction) != 1
                || !users.TryGetValue(instruction, out var user))
            {
                continue;
            }
            // Where the expression that takes it in is evaluated; null is the end of the block.
            int evaluated = user is null ? int.MaxValue : position[user];
            bool mayMove = instruction.Op.IsPure() || (instruction.Op == Opcode.Load && nextEffects[index] >= evaluated);
            // The statement that the expression belongs to; the block stands for its terminator.
            object root = user is null ? block : roots.GetValueOrDefault(user, user);
            if (mayMove && sizes.GetValueOrDefault(root) < LargestExpression)
            {
                inlined.Add(instruction);
                position[instruction] = evaluated;
                roots[instruction] = root;
                sizes[root] = sizes.GetValueOrDefault(root) + 1;
            }
        }
    }

    /// <summary>The user in the block of each value with one: an instruction, or null for the terminator.</summary>
    private Dictionary<Value, Instruction?> Users(Block block)
    {
        var users = new Dictionary<Value, Instruction?>();
        foreach (var instruction in block.Instructions)
            foreach (var operand in instruction.Operands)
                users[operand] = instruction;
        foreach (var argument in block.Edges.SelectMany(edge => edge.Arguments))
            users[argument] = null;
        if (block.Terminator is Branch branch)
            users[branch.Condition] = null;
        return users;
    }
}
