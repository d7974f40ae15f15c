using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Ptx;

/// <summary>
/// Private memory of one number, which is only read, written, and handed to assembly: a register, because the driver's compiler
/// leaves private memory where it is. It is how a user's own PTX gives back what it computes.
/// </summary>
internal sealed class PtxVariables
{
    private readonly Dictionary<Value, IRType> types = [];
    private readonly PtxText text;

    public PtxVariables(Function function, PtxText text)
    {
        this.text = text;
        var users = function.Instructions.SelectMany(user => user.Operands.Select(operand => (operand, user)))
            .Where(use => use.operand is Instruction { Op: Opcode.Alloca }).ToLookup(use => use.operand, use => use.user);
        var onEdges = function.Blocks.SelectMany(block => block.Edges).SelectMany(edge => edge.Arguments).ToHashSet();
        foreach (var uses in users.Where(uses => !onEdges.Contains(uses.Key)))
        {
            var accessed = uses.SelectMany(user => AccessesOf(uses.Key, user)).Distinct().ToList();
            if (accessed is [{ Size: >= 4, IsPointer: false } type])
                types.Add(uses.Key, type);
        }
    }

    /// <summary>The register of a variable; null for other memory.</summary>
    public string? Of(Value pointer) => types.ContainsKey(pointer) ? Register(pointer) : null;

    /// <returns>False if the instruction has nothing to do with a variable.</returns>
    public bool TryWrite(Instruction instruction)
    {
        bool isAlloca = instruction.Op == Opcode.Alloca;
        if (!isAlloca && instruction.Op is not (Opcode.Load or Opcode.Store) || !types.TryGetValue(isAlloca ? instruction : instruction[0], out var type))
            return false;
        string move = $"mov.{PtxText.Bits(type)}";
        if (isAlloca) // memory starts with zeros
            text.Add($"{move} {Register(instruction)}, {text.Operand(Constant.Zero(type))}");
        else if (instruction.Op == Opcode.Load)
            text.Add($"{move} {text[instruction]}, {Register(instruction[0])}");
        else
            text.Add($"{move} {Register(instruction[0])}, {text.Operand(instruction[1])}");
        return true;
    }

    private readonly Dictionary<Value, string> registers = [];

    private string Register(Value variable) =>
        registers.TryGetValue(variable, out string? register) ? register : registers[variable] = text.New(types[variable]);

    /// <summary>The types as which an instruction accesses the memory; a pointer's where it does anything else with it.</summary>
    private static IEnumerable<IRType> AccessesOf(Value memory, Instruction user)
    {
        for (int index = 0; index < user.Operands.Length; index++)
        {
            if (user[index] != memory)
                continue;
            yield return user.Op switch
            {
                Opcode.Load => user.Type,
                Opcode.Store when index == 0 => user[1].Type,
                Opcode.Assembly when index < user.Assembly!.Results.Count => user.Assembly.Results[index].Type,
                _ => memory.Type,
            };
        }
    }
}
