using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.C;

/// <summary>Recognizes <c>GroupId * GroupDim + LocalId</c>: the device has a name for it, and knows that it has unit stride.</summary>
internal static class GlobalIndex
{
    /// <summary>The dimension, if the instruction is a global index.</summary>
    public static int? DimensionOf(Instruction instruction)
    {
        if (instruction is not { Op: Opcode.Add, Type.Kind: ScalarKind.Int32 })
            return null;
        return Match(instruction[0], instruction[1]) ?? Match(instruction[1], instruction[0]);

        static int? Match(Value start, Value item) =>
            item is Instruction { Op: Opcode.LocalId } local && start is Instruction product && IsGroupStart(product, local.Dimension)
                ? local.Dimension : null;
    }

    /// <summary>The instruction is a global index, or the part of one that is the group's.</summary>
    public static bool IsPart(Instruction instruction) =>
        DimensionOf(instruction) is not null || Enumerable.Range(0, 3).Any(dimension => IsGroupStart(instruction, dimension));

    private static bool IsGroupStart(Instruction product, int dimension) => product.Op == Opcode.Mul
        && ((Is(product[0], Opcode.GroupId, dimension) && Is(product[1], Opcode.GroupDim, dimension))
            || (Is(product[1], Opcode.GroupId, dimension) && Is(product[0], Opcode.GroupDim, dimension)));

    private static bool Is(Value value, Opcode op, int dimension) =>
        value is Instruction instruction && instruction.Op == op && instruction.Dimension == dimension;
}
