using GpuNet.Engine.IR;
using GpuNet.Engine.IR.Regions;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// Computes cheap values again in every stretch that reads them, instead of keeping them in memory for each item: what an
/// item gets from its place in the group and from values that never change while the group runs.
/// </summary>
internal sealed class Rematerialize
{
    private const int MaximumInstructions = 4;

    private readonly Dictionary<Instruction, int> order = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Value> constantForGroup = [];

    public static void Run(List<GroupStep> steps) => new Rematerialize().Visit(steps);

    private void Visit(List<GroupStep> steps)
    {
        foreach (var step in steps.OfType<ItemStep>())
            constantForGroup.UnionWith(step.Hoisted);
        Number(steps);
        Replace(steps);
    }

    private void Number(List<GroupStep> steps) => ForEach(steps, step =>
    {
        foreach (var instruction in RegionWalk.Instructions(step.Body))
            order.TryAdd(instruction, order.Count);
        return step;
    });

    private void Replace(List<GroupStep> steps) => ForEach(steps, step =>
    {
        var set = RegionWalk.Instructions(step.Body).ToHashSet<Value>();
        var wanted = new HashSet<Instruction>();
        foreach (var value in RegionWalk.All(step.Body).SelectMany(RegionWalk.Reads))
        {
            var chain = new HashSet<Instruction>();
            if (!set.Contains(value) && value is Instruction instruction && Uniformity.IsVarying(value) && Collect(instruction, chain))
                wanted.UnionWith(chain);
        }
        if (wanted.Count == 0)
            return step;
        var block = new Block("again");
        block.Instructions.AddRange(wanted.Where(instruction => !set.Contains(instruction)).OrderBy(instruction => order[instruction]));
        return step with { Body = new Sequence([new Straight(block), .. ((Sequence)step.Body).Children]) };
    });

    /// <summary>Adds what a value is made of; false if that is too much, or not at hand.</summary>
    private bool Collect(Instruction instruction, HashSet<Instruction> chain)
    {
        if (instruction.Op is Opcode.LocalId or Opcode.Alloca or Opcode.LaneId)
            return true;
        if (!order.ContainsKey(instruction) || !instruction.IsSpeculatable() || (chain.Add(instruction) && chain.Count > MaximumInstructions))
            return false;
        return instruction.Operands.All(operand => operand switch
        {
            Constant or FunctionParameter => true,
            Instruction { Op: Opcode.GroupId or Opcode.GroupDim or Opcode.GridDim or Opcode.SharedAlloc } => true,
            Instruction inner when Uniformity.IsVarying(inner) => Collect(inner, chain),
            _ => constantForGroup.Contains(operand),
        });
    }

    private static void ForEach(List<GroupStep> steps, Func<ItemStep, ItemStep> change)
    {
        for (int index = 0; index < steps.Count; index++)
        {
            switch (steps[index])
            {
                case ItemStep step:
                    steps[index] = change(step);
                    break;
                case IfStep conditional:
                    ForEach(conditional.Then, change);
                    ForEach(conditional.Else, change);
                    break;
                case LoopStep loop:
                    ForEach(loop.Body, change);
                    break;
                case ScopeStep scope:
                    ForEach(scope.Body, change);
                    break;
            }
        }
    }
}
