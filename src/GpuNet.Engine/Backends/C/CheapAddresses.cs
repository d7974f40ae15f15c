using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.C;

/// <summary>
/// Address computations that are repeated at each use instead of being kept in a variable. They read as <c>a[i + 1]</c>,
/// device compilers share them again where that pays, and a variable that lives across a barrier costs memory on CPUs.
/// </summary>
internal sealed class CheapAddresses
{
    private const int MostOperations = 4;

    private readonly Dictionary<Instruction, int> sizes = [];
    private readonly Dictionary<Value, List<Instruction>> users = [];
    private readonly HashSet<Value> onEdges = [];

    public CheapAddresses(Function function)
    {
        foreach (var instruction in function.Instructions)
            foreach (var operand in instruction.Operands)
                (users.TryGetValue(operand, out var list) ? list : users[operand] = []).Add(instruction);
        foreach (var block in function.Blocks)
        {
            onEdges.UnionWith(block.Edges.SelectMany(edge => edge.Arguments));
            if (block.Terminator is Branch branch)
                onEdges.Add(branch.Condition);
        }
        // Operands come first in reverse postorder.
        foreach (var instruction in new ControlFlow(function).Blocks.SelectMany(block => block.Instructions))
        {
            int size = 1 + instruction.Operands.Sum(operand => operand is Instruction part ? sizes.GetValueOrDefault(part) : 0);
            if (size <= MostOperations && IsAddress(instruction))
                sizes.Add(instruction, size);
        }
    }

    public bool Contains(Instruction instruction) => sizes.ContainsKey(instruction);

    /// <summary>The buffer of a view plus its offset: that has a name of its own.</summary>
    public static bool IsViewStart(Instruction instruction) => instruction.Op == Opcode.Offset && instruction[0] is FunctionParameter;

    private bool IsAddress(Instruction instruction) => instruction.Op switch
    {
        Opcode.Offset => !IsViewStart(instruction),
        Opcode.SignExtend => instruction.Type == IRType.Int64 && instruction[0].Type != IRType.Int1,
        _ => IsIndexArithmetic(instruction.Op) && instruction.Type.Size >= 4 && !GlobalIndex.IsPart(instruction) && OnlyForAddresses(instruction),
    };

    private static bool IsIndexArithmetic(Opcode op) => op is Opcode.Add or Opcode.Sub or Opcode.Mul or Opcode.Shl;

    private bool OnlyForAddresses(Instruction instruction) =>
        instruction.Type.IsInteger && !onEdges.Contains(instruction) && users.TryGetValue(instruction, out var all)
        && all.TrueForAll(user => user.Op is Opcode.Offset or Opcode.SignExtend || (IsIndexArithmetic(user.Op) && OnlyForAddresses(user)));
}
