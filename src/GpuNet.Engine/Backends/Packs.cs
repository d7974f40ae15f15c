using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends;

/// <summary>
/// Finds straight code that does the same to sixteen neighbours and makes it vector operations: from sixteen stores side by side back to what they
/// store, lane by lane, through loops, to loads side by side, constants, and values that all lanes share. Compilers for processors try
/// the same, but how far they come depends on how they reorder the code around it.
/// </summary>
/// <remarks>Larsen and Amarasinghe, "Exploiting superword level parallelism with multimedia instruction sets" (2000). Each lane's operations, and so
/// its bits, stay the same. A run of stores of which something does not fit stays scalar altogether.</remarks>
internal sealed class Packs
{
    /// <summary>Lanes of a pack: those of the widest vectors.</summary>
    public const int Count = 16;

    private readonly Dictionary<Value, Pack> packs = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<VectorAccess, PackOperand> stored = [];
    private readonly Dictionary<Instruction, (Block Block, int Index)> places = [];
    private readonly Dictionary<Block, List<Edge>> entering = [];
    private readonly ILookup<Value, Instruction> users;
    private readonly bool roundsDivideAndSqrt;

    // Of the stores at hand, until all of it is known to fit.
    private readonly List<Pack> grown = [];
    private readonly HashSet<VectorAccess> loads = [];

    private Packs(Function function, VectorAccesses accesses, bool roundsDivideAndSqrt)
    {
        Accesses = accesses;
        this.roundsDivideAndSqrt = roundsDivideAndSqrt;
        foreach (var block in function.Blocks)
        {
            for (int index = 0; index < block.Instructions.Count; index++)
                places.Add(block.Instructions[index], (block, index));
            foreach (var edge in block.Edges)
                (entering.TryGetValue(edge.Target, out var edges) ? edges : entering[edge.Target] = []).Add(edge);
        }
        users = function.Instructions.SelectMany(user => user.Operands.Select(operand => (operand, user)))
            .ToLookup(use => use.operand, use => use.user, (IEqualityComparer<Value>)ReferenceEqualityComparer.Instance);
    }

    /// <summary>Memory that is accessed at once.</summary>
    public VectorAccesses Accesses { get; }

    /// <summary>No packs: each value is computed by itself, and only memory is accessed at once.</summary>
    public static Packs None(Function function, VectorAccesses accesses) => new(function, accesses, false);

    /// <param name="function">The function.</param>
    /// <param name="roundsDivideAndSqrt">Whether the device's own quotients and roots are correctly rounded.</param>
    public static Packs Find(Function function, bool roundsDivideAndSqrt)
    {
        var found = new Packs(function, VectorAccesses.FindLanes(function.Blocks, Count), roundsDivideAndSqrt);
        var worthwhile = new HashSet<VectorAccess>();
        foreach (var store in found.Accesses.All.Where(access => !access.IsLoad).ToList())
        {
            found.grown.Clear();
            found.loads.Clear();
            if (found.Grow([.. store.Members.Select(member => member[1])]) is { } operand && found.grown.TrueForAll(found.IsReadInTime))
            {
                found.stored.Add(store, operand);
                worthwhile.Add(store);
                worthwhile.UnionWith(found.loads);
            }
            else
            {
                foreach (var lane in found.grown.SelectMany(pack => pack.Lanes))
                    found.packs.Remove(lane);
            }
        }
        found.Accesses.Keep(worthwhile, function);
        return found;
    }

    /// <summary>The pack that a value is part of, or null.</summary>
    public Pack? Of(Value value) => packs.GetValueOrDefault(value);

    /// <summary>What a joined store writes, where that is a vector.</summary>
    public PackOperand? StoredBy(VectorAccess store) => stored.TryGetValue(store, out var operand) ? operand : null;

    /// <summary>The variable that holds a value among others, or null.</summary>
    public VectorValue? VectorOf(Value value) => Of(value)?.Vector ?? Accesses.Of(value)?.Loaded;

    /// <summary>What an instruction needs where it stands: all of its pack's, or access's, if that happens there, nothing if elsewhere.</summary>
    public IEnumerable<Value> OperandsOf(Instruction instruction)
    {
        if (Of(instruction) is { } pack)
            return pack.Leader == instruction ? pack.Operands.SelectMany(operand => operand.Values) : [];
        return Accesses.Of(instruction) is { IsLoad: false } store && StoredBy(store) is { } operand
            ? store.Leader == instruction ? store.Place.Operands.Concat(operand.Values) : []
            : Accesses.OperandsOf(instruction);
    }

    public static bool AreSame(IReadOnlyList<Value> lanes) => lanes.All(lane => lane == lanes[0] || lane.Equals(lanes[0]));

    private PackOperand? Grow(IReadOnlyList<Value> lanes)
    {
        if (AreSame(lanes) || lanes.All(lane => lane is Constant))
            return new PackOperand(lanes, null);
        if (lanes[0] is Instruction { Op: Opcode.Load } load)
        {
            if (Accesses.Of(load) is not { } access || !access.Members.SequenceEqual(lanes))
                return null;
            loads.Add(access);
            return new PackOperand(lanes, access.Loaded);
        }
        if (Of(lanes[0]) is { } known)
            return known.Lanes.SequenceEqual(lanes) ? new PackOperand(lanes, known.Vector) : null;
        if (lanes.Any(packs.ContainsKey) || lanes.Distinct().Count() < lanes.Count)
            return null;
        return lanes[0] switch
        {
            Instruction first => GrowInstructions(first, lanes),
            BlockParameter first => GrowParameters(first, lanes),
            _ => null,
        };
    }

    private PackOperand? GrowInstructions(Instruction first, IReadOnlyList<Value> lanes)
    {
        if (!PackOperations.Contains(first, roundsDivideAndSqrt) || !lanes.All(lane => lane is Instruction other && IsLike(first, other)))
            return null;
        var pack = Add(new Pack(lanes) { Leader = lanes.Cast<Instruction>().MaxBy(lane => places[lane].Index) });
        for (int index = 0; index < first.Operands.Length; index++)
        {
            if (Grow([.. lanes.Select(lane => ((Instruction)lane)[index])]) is not { } operand)
                return null;
            pack.Operands.Add(operand);
        }
        return new PackOperand(lanes, pack.Vector);
    }

    private bool IsLike(Instruction first, Instruction other) =>
        other.Op == first.Op && other.Type == first.Type && other.Immediates == first.Immediates && places[other].Block == places[first].Block;

    private PackOperand? GrowParameters(BlockParameter first, IReadOnlyList<Value> lanes)
    {
        if (!PackOperations.IsLane(first.Type) || !lanes.All(lane => lane is BlockParameter other && other.Block == first.Block && other.Type == first.Type))
            return null;
        var pack = Add(new Pack(lanes));
        foreach (var edge in entering[first.Block])
        {
            if (Grow([.. lanes.Select(lane => edge.Arguments[first.Block.Parameters.IndexOf((BlockParameter)lane)])]) is not { } argument)
                return null;
            pack.Arguments.Add(edge, argument);
        }
        return new PackOperand(lanes, pack.Vector);
    }

    private Pack Add(Pack pack)
    {
        grown.Add(pack);
        foreach (var lane in pack.Lanes)
            packs.Add(lane, pack);
        return pack;
    }

    /// <summary>Nobody reads a lane on its own before the last one is computed. (In another pack or joined store the readers' last comes later, too.)</summary>
    private bool IsReadInTime(Pack pack)
    {
        if (pack.Leader is not { } leader)
            return true;
        var (block, index) = places[leader];
        return pack.Lanes.SelectMany(lane => users[lane]).All(user =>
            packs.ContainsKey(user) || places[user].Block != block || places[user].Index > index || Accesses.Of(user) is { } access && places[access.Leader].Index > index);
    }
}
