using GpuNet.Engine.IR;

namespace GpuNet.Engine.Transforms;

/// <summary>
/// Gives every pointer its one address space, from where it was made through addresses, selects and block parameters.
/// With everything inlined this always succeeds unless the program itself mixes spaces, which is an error with a name.
/// </summary>
internal static class InferAddressSpaces
{
    /// <exception cref="MixedAddressSpacesException">One pointer may refer to two kinds of memory.</exception>
    public static void Run(Function function)
    {
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (var block in function.Blocks)
            {
                foreach (var instruction in block.Instructions)
                {
                    if (!instruction.Type.IsPointer)
                        continue;
                    if (instruction.Op == Opcode.Offset)
                        changed |= Join(instruction, instruction[0]);
                    else if (instruction.Op == Opcode.Select)
                        changed |= Join(instruction, instruction[1]) | Join(instruction, instruction[2]);
                }
                foreach (var edge in block.Edges)
                    for (int index = 0; index < edge.Arguments.Count; index++)
                        if (edge.Arguments[index].Type.IsPointer)
                            changed |= Join(edge.Target.Parameters[index], edge.Arguments[index]);
            }
        }
        // What is left was never given a real address: the null pointer of a default view, or an address that was kept in memory.
        foreach (var value in function.Instructions.Concat<Value>(function.Blocks.SelectMany(block => block.Parameters)))
            if (value.Type.IsPointer && value.Type.Space == AddressSpace.Unknown)
                value.Type = IRType.Pointer(AddressSpace.Global);
        NullPointers(function);
    }

    private static bool Join(Value target, Value source)
    {
        var (known, incoming) = (target.Type.Space, source.Type.Space);
        if (source is Constant || incoming == AddressSpace.Unknown || incoming == known)
            return false;
        if (known != AddressSpace.Unknown)
            throw new MixedAddressSpacesException(known, incoming, (target as Instruction ?? source as Instruction)?.Location);
        target.Type = source.Type;
        return true;
    }

    /// <summary>A null constant takes the space of the place where it is used.</summary>
    private static void NullPointers(Function function)
    {
        foreach (var block in function.Blocks)
        {
            foreach (var instruction in block.Instructions)
                for (int index = 0; index < instruction.Operands.Length; index++)
                    if (instruction[index] is Constant { Type.IsPointer: true } && instruction.Op is Opcode.Offset or Opcode.Select)
                        instruction.Operands[index] = Retype(instruction[index], instruction.Type);
                    else if (instruction[index] is Constant { Type: { IsPointer: true, Space: AddressSpace.Unknown } })
                        instruction.Operands[index] = Retype(instruction[index], PartnerType(instruction, index));
            foreach (var edge in block.Edges)
                for (int index = 0; index < edge.Arguments.Count; index++)
                    if (edge.Arguments[index] is Constant { Type.IsPointer: true })
                        edge.Arguments[index] = Retype(edge.Arguments[index], edge.Target.Parameters[index].Type);
        }
    }

    private static IRType PartnerType(Instruction instruction, int index) =>
        instruction.Op.IsComparison() && instruction[1 - index].Type is { IsPointer: true, Space: not AddressSpace.Unknown } type
            ? type : IRType.Pointer(AddressSpace.Global);

    private static Value Retype(Value value, IRType type) => value is Constant constant && type.IsPointer ? new Constant(type, constant.Bits) : value;
}

/// <summary>A pointer that is sometimes one kind of memory, sometimes another: most devices cannot follow it.</summary>
internal sealed class MixedAddressSpacesException(AddressSpace first, AddressSpace second, SourceLocation? location)
    : Exception($"A reference or view may point to {first} as well as to {second} memory. Give each its own variable or code path.")
{
    public SourceLocation? Location { get; } = location;
}
