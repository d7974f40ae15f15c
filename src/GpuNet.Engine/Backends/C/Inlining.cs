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
    private readonly CheapAddresses addresses;
    private readonly Packs packs;
    private readonly bool namesChoices;

    /// <param name="function">The function.</param>
    /// <param name="packs">What is written as vectors.</param>
    /// <param name="namesChoices">Whether what a selection chooses from gets variables (<see cref="Dialect.NamesChoices"/>).</param>
    public Inlining(Function function, Packs packs, bool namesChoices)
    {
        this.packs = packs;
        this.namesChoices = namesChoices;
        foreach (var block in function.Blocks)
        {
            foreach (var operand in block.Instructions.SelectMany(packs.OperandsOf))
                CountUse(operand);
            foreach (var argument in block.Edges.SelectMany(edge => edge.Arguments))
                CountUse(argument);
            if (block.Terminator is Branch branch)
                CountUse(branch.Condition);
        }
        addresses = new CheapAddresses(function);
        inlined.UnionWith(function.Instructions.Where(instruction => IsName(instruction) || addresses.Contains(instruction)));
        foreach (var block in function.Blocks)
            Decide(block);
    }

    public bool Contains(Value value) => value is Instruction instruction && inlined.Contains(instruction);
    public bool IsUsed(Value value) => uses.ContainsKey(value);

    private void CountUse(Value value) => uses[value] = uses.GetValueOrDefault(value) + 1;

    /// <summary>Computes nothing: something that is declared elsewhere, a part of it, or a constant of the device.</summary>
    private bool IsName(Instruction instruction) => packs.VectorOf(instruction) is not null || instruction.Op
        is Opcode.Alloca or Opcode.SharedAlloc or Opcode.SharedDynamic or Opcode.SharedDynamicSize or Opcode.WarpSize or Opcode.LaneId;

    private void Decide(Block block)
    {
        var users = Users(block);
        var position = new Dictionary<Instruction, int>();
        // The next instruction behind the current one with a side effect.
        int nextEffect = int.MaxValue;
        for (int index = block.Instructions.Count - 1; index >= 0; index--)
        {
            var instruction = block.Instructions[index];
            position[instruction] = index;
            if (MayJoin(instruction) && users.TryGetValue(instruction, out var user) && (user is null || !(Repeats(user) || IsChoice(instruction, user))))
            {
                // Where the expression that takes it in is evaluated; a terminator is at the end of the block.
                int evaluated = user is null ? int.MaxValue : position[user];
                bool mayMove = instruction.Op.IsPure() || (instruction.Op == Opcode.Load && nextEffect >= evaluated);
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
            if (instruction.Op.HasSideEffects() && (packs.Accesses.Of(instruction)?.Leader ?? instruction) == instruction)
                nextEffect = index;
        }
    }

    /// <summary>May write its operands more than once: an address, or a clamp against a constant.</summary>
    private bool Repeats(Instruction user) =>
        addresses.Contains(user) || (user.Op is Opcode.Min or Opcode.Max && user.Type.IsFloat && user.Operands.Any(operand => operand is Constant));

    private bool IsChoice(Instruction instruction, Instruction user) => namesChoices && user.Op == Opcode.Select && user[0] != instruction;

    private bool MayJoin(Instruction instruction) =>
        !inlined.Contains(instruction) && !instruction.Type.IsVoid && uses.GetValueOrDefault(instruction) == 1
        && !CheapAddresses.IsViewStart(instruction);

    /// <summary>The user in the block of each value with one: an instruction, or null for the terminator.</summary>
    private Dictionary<Value, Instruction?> Users(Block block)
    {
        var users = new Dictionary<Value, Instruction?>();
        foreach (var instruction in block.Instructions)
            foreach (var operand in packs.OperandsOf(instruction))
                users[operand] = instruction;
        foreach (var argument in block.Edges.SelectMany(edge => edge.Arguments))
            users[argument] = null;
        if (block.Terminator is Branch branch)
            users[branch.Condition] = null;
        return users;
    }
}
