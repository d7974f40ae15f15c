using GpuNet.Engine.IR;
using GpuNet.Engine.IR.Regions;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// Which scalars with a stride are also needed as vectors, and which values are used once, close by. An address never needs
/// to be a vector for its stride's sake.
/// </summary>
internal sealed class LaneDemand
{
    private readonly LaneShapes shapes;
    private readonly HashSet<Value> wanted = [];
    private readonly Dictionary<Value, int> uses = [];
    private readonly Dictionary<Value, int> broadcasts = [];
    private bool changed;

    public LaneDemand(List<ItemStep> steps, IReadOnlySet<Value> live, LaneShapes shapes)
    {
        this.shapes = shapes;
        var regions = steps.SelectMany(step => RegionWalk.All(step.Body)).ToList();
        foreach (var value in regions.SelectMany(RegionWalk.Reads))
            uses[value] = uses.GetValueOrDefault(value) + 1;
        foreach (var value in live)
        {
            Want(value);
            uses[value] = uses.GetValueOrDefault(value) + 2;
        }
        do
        {
            changed = false;
            regions.ForEach(Visit);
        }
        while (changed);
        foreach (var instruction in regions.OfType<Straight>().SelectMany(straight => straight.Block.Instructions))
            if (!instruction.Type.IsVoid && (!shapes.IsScalar(instruction) || IsWanted(instruction)))
                foreach (var operand in instruction.Operands.Where(operand => operand is not Constant && shapes.Stride(operand) == 0))
                    broadcasts[operand] = broadcasts.GetValueOrDefault(operand) + 1;
    }

    /// <summary>How many vector instructions read a scalar that is the same in all lanes.</summary>
    public int Broadcasts(Value value) => broadcasts.GetValueOrDefault(value);

    /// <summary>A scalar with a stride that some instruction wants as a vector.</summary>
    public bool IsWanted(Value value) => wanted.Contains(value);

    /// <summary>How many instructions, assignments and branches read a value; more for one that lives across steps.</summary>
    public int Uses(Value value) => uses.GetValueOrDefault(value);

    private void Visit(Region region)
    {
        switch (region)
        {
            case Straight straight:
                foreach (var instruction in straight.Block.Instructions)
                    if (instruction.Type.IsVoid || !shapes.IsScalar(instruction) || IsWanted(instruction))
                        WantOperands(instruction);
                break;
            case Assign { Edge: var edge }:
                for (int index = 0; index < edge.Arguments.Count; index++)
                    if (!shapes.IsScalar(edge.Target.Parameters[index]) || IsWanted(edge.Target.Parameters[index]))
                        Want(edge.Arguments[index]);
                break;
        }
    }

    private void WantOperands(Instruction instruction)
    {
        int first = instruction.Op is Opcode.Load or Opcode.Store or Opcode.Atomic or Opcode.AtomicCompareExchange ? 1 : 0;
        foreach (var operand in instruction.Operands.Skip(first))
            Want(operand);
    }

    private void Want(Value value)
    {
        if (shapes.Stride(value) is not (null or 0))
            changed |= wanted.Add(value);
    }
}
