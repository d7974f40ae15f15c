using System.Text;

namespace GpuNet.Engine.IR;

/// <summary>The one textual form of a function, for people and for tests.</summary>
internal static class Printer
{
    public static string Print(Function function)
    {
        function.Renumber();
        var text = new StringBuilder();
        text.Append("kernel ").Append(function.Name).Append('(')
            .AppendJoin(", ", function.Parameters.Select(parameter => $"{parameter.Type} {parameter}")).AppendLine(")");
        foreach (var block in function.Blocks)
        {
            text.Append(block);
            if (block.Parameters.Count > 0)
                text.Append('(').AppendJoin(", ", block.Parameters.Select(parameter => $"{parameter.Type} {parameter}")).Append(')');
            text.AppendLine(":");
            foreach (var instruction in block.Instructions)
                text.Append("    ").AppendLine(Print(instruction));
            text.Append("    ").AppendLine(Print(block.Terminator));
        }
        return text.ToString();
    }

    public static string Print(Instruction instruction)
    {
        var text = new StringBuilder();
        if (!instruction.Type.IsVoid)
            text.Append(instruction.IsVarying ? "varying " : "").Append(instruction.Type).Append(' ').Append(instruction).Append(" = ");
        text.Append(instruction.Op);
        string immediates = instruction.Op switch
        {
            Opcode.Offset => $".x{instruction.Scale}+{instruction.Displacement}",
            Opcode.Alloca or Opcode.SharedAlloc => $".{instruction.Size}a{instruction.Alignment}",
            Opcode.LocalId or Opcode.GroupId or Opcode.GroupDim or Opcode.GridDim => "." + "xyz"[instruction.Dimension],
            Opcode.Atomic => $".{instruction.AtomicKind}",
            Opcode.Shuffle => $".{instruction.ShuffleKind}",
            Opcode.Assembly => $" \"{instruction.Assembly!.Text}\"",
            Opcode.MemoryFence => $".{instruction.FenceScope}",
            _ => "",
        };
        return text.Append(immediates).Append(' ').AppendJoin(", ", (object[])instruction.Operands).ToString();
    }

    private static string Print(Terminator terminator) => terminator switch
    {
        Return => "return",
        Jump jump => "jump " + Print(jump.Edge),
        Branch branch => $"branch {branch.Condition} ? {Print(branch.Then)} : {Print(branch.Else)}",
        _ => throw new InvalidOperationException($"Unknown terminator {terminator.GetType().Name}."),
    };

    private static string Print(Edge edge) =>
        edge.Arguments.Count == 0 ? edge.Target.ToString() : $"{edge.Target}({string.Join(", ", edge.Arguments)})";
}
