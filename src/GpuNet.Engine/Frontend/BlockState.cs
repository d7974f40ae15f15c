using GpuNet.Engine.IR;

namespace GpuNet.Engine.Frontend;

/// <summary>An edge into a block that is not translated yet.</summary>
internal sealed record Incoming(Block From, Edge Edge, StackValue[] Stack, KnownMemory Memory);

/// <summary>
/// A place where control paths meet, with the values they leave on the evaluation stack: block parameters, typed when
/// the block is started, by all that has arrived until then.
/// </summary>
internal sealed class BlockState(Block block, IRBuilder builder)
{
    private readonly List<Incoming> incoming = [];
    private StackValue[]? entry;

    public Block Block { get; } = block;
    public bool HasOneArrival => incoming.Count == 1;

    public void Add(Edge edge, List<StackValue> stack, Block from, KnownMemory memory)
    {
        if (entry is null)
            incoming.Add(new Incoming(from, edge, [.. stack], memory));
        else
            Pass(new Incoming(from, edge, [.. stack], memory));
    }

    /// <summary>
    /// The stack at the start of a block that one edge alone can reach: nothing to merge, and memory is as it was.
    /// </summary>
    public StackValue[] StartAfterOnly(out KnownMemory memory)
    {
        memory = incoming[0].Memory.Clone();
        return entry = incoming[0].Stack;
    }

    public StackValue[] StartMerged()
    {
        var first = incoming[0].Stack;
        entry = new StackValue[first.Length];
        for (int slot = 0; slot < first.Length; slot++)
            entry[slot] = Merge(slot);
        foreach (var source in incoming)
            Pass(source);
        return entry;
    }

    private StackValue Merge(int slot)
    {
        var first = incoming[0].Stack[slot];
        if (first.IsScalar)
            return StackValue.Pointer(Block.AddParameter(CommonType(slot)), first.Type);
        if (!first.IsStruct)
            return first;
        var leaves = new Value[first.Count];
        for (int leaf = 0; leaf < leaves.Length; leaf++)
            leaves[leaf] = Block.AddParameter(Unplaced(first[leaf].Type));
        return StackValue.Struct(first.Type!, leaves);
    }

    /// <summary>Int1 where all are booleans or the constants 0 and 1, as in <c>a &amp;&amp; b</c>.</summary>
    private IRType CommonType(int slot)
    {
        var type = IRType.Int1;
        foreach (var source in incoming)
        {
            var value = ValueAccess.Scalar(source.Stack[slot]);
            if (value.Type == IRType.Int1 || value is Constant { Bits: 0 or 1, Type.Kind: ScalarKind.Int32 })
                continue;
            if (value.Type.IsPointer)
                return Unplaced(value.Type);
            if (type == IRType.Int1 || value.Type.Size > type.Size)
                type = value.Type;
        }
        bool onlyConstants = incoming.TrueForAll(source => source.Stack[slot].Value.Type != IRType.Int1);
        return type == IRType.Int1 && onlyConstants ? IRType.Int32 : type;
    }

    /// <summary>Pointers that meet may still turn out to come from one place.</summary>
    private static IRType Unplaced(IRType type) => type.IsPointer ? IRType.Pointer(AddressSpace.Unknown) : type;

    /// <summary>Gives the edge its arguments; conversions go to the end of the block it comes from.</summary>
    private void Pass(Incoming source)
    {
        var current = builder.Block;
        builder.Block = source.From;
        for (int slot = 0; slot < entry!.Length; slot++)
        {
            var (value, target) = (source.Stack[slot], entry[slot]);
            if (target.IsScalar)
            {
                source.Edge.Arguments.Add(Convert(ValueAccess.Scalar(value), target.Value.Type));
            }
            else if (target.IsStruct)
            {
                if (!value.IsStruct || value.Count != target.Count)
                    throw new NotSupportedException(
                        "paths that meet leave values of different types on the stack; assign them to one variable");
                for (int leaf = 0; leaf < target.Count; leaf++)
                    source.Edge.Arguments.Add(value[leaf]);
            }
            else if (!Equals(value.Token, target.Token))
            {
                throw new NotSupportedException("an object is chosen at run time; kernels work on values");
            }
        }
        builder.Block = current;
    }

    private Value Convert(Value value, IRType type)
    {
        if (value.Type.IsInteger && type.IsInteger)
            return builder.Resize(value, type, signed: true);
        if (value.Type.IsFloat && type.IsFloat && value.Type != type)
            return builder.Emit(Opcode.FloatConvert, type, value);
        return value.Type == type || (value.Type.IsPointer && type.IsPointer)
            ? value
            : throw new NotSupportedException(
                $"paths that meet leave {value.Type} and {type} on the stack; assign them to one variable");
    }
}
