using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>Finds the varying values that one step leaves to another: only those need memory for each item.</summary>
internal sealed class LiveAcrossSteps
{
    private readonly Dictionary<Value, ItemStep> touchedBy = [];
    private readonly HashSet<Value> live = [];
    private readonly HashSet<Value> set = [];

    private LiveAcrossSteps() { }

    public static IReadOnlySet<Value> Of(List<GroupStep> steps)
    {
        var analysis = new LiveAcrossSteps();
        analysis.Visit(steps);
        // What no step sets, like the index of a row, comes from elsewhere.
        analysis.live.IntersectWith(analysis.set);
        return analysis.live;
    }

    private void Visit(List<GroupStep> steps)
    {
        foreach (var step in steps)
        {
            switch (step)
            {
                case ItemStep items:
                    var setHere = RegionWalk.All(items.Body).SelectMany(RegionWalk.Sets).ToHashSet();
                    set.UnionWith(setHere);
                    foreach (var value in RegionWalk.All(items.Body).SelectMany(RegionWalk.Reads).Concat(setHere))
                        Touch(value, items, setHere.Contains(value));
                    break;
                case CollectStep collect:
                    collect.Instruction.Operands.ToList().ForEach(ReadByGroup);
                    break;
                case IfStep conditional:
                    ReadByGroup(conditional.Condition);
                    Visit(conditional.Then);
                    Visit(conditional.Else);
                    break;
                case LoopStep loop:
                    Visit(loop.Body);
                    break;
                case ScopeStep scope:
                    Visit(scope.Body);
                    break;
            }
        }
    }

    private void Touch(Value value, ItemStep step, bool isSetHere)
    {
        // An instruction is set before it is read wherever it stands; a parameter may be read first.
        bool needsMemory = value is BlockParameter ? !touchedBy.TryAdd(value, step) && touchedBy[value] != step : !isSetHere;
        if (IsStored(value) && needsMemory)
            live.Add(value);
    }

    private void ReadByGroup(Value value)
    {
        if (Uniformity.IsVarying(value))
            live.Add(value);
    }

    /// <summary>The item's place and the addresses of its arrays are computed wherever an item needs them.</summary>
    private static bool IsStored(Value value) =>
        Uniformity.IsVarying(value) && value is not Instruction { Op: Opcode.LocalId or Opcode.Alloca };
}
