using System.Reflection.Emit;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>
/// What all items of a group share while its method is emitted: the launch's shape, arguments, addresses of scratch
/// memory, and the uniform values. The method's arguments are (long firstGroup, long endGroup, long* frame, ulong* slots).
/// </summary>
internal sealed class KernelFrame
{
    private readonly Dictionary<Value, LocalBuilder> uniforms = [];
    private readonly Dictionary<Value, int> areas = [];
    private readonly List<int> buffers = [];
    private readonly Dictionary<int, LocalBuilder> bases = [];
    private readonly LocalBuilder[] grid;
    private readonly LocalBuilder[] group;

    /// <param name="il">Where to.</param>
    /// <param name="layout">Where scratch memory is reserved.</param>
    /// <param name="facts">What is known about the launch's arguments.</param>
    /// <param name="mayRepeat">Whether code may be emitted twice, for speed.</param>
    public KernelFrame(Il il, ScratchLayout layout, ArgumentFacts facts, bool mayRepeat)
    {
        Il = il;
        Facts = facts;
        MayRepeat = mayRepeat;
        Layout = layout;
        grid = [FrameLocal(0), FrameLocal(1), FrameLocal(2)];
        group = [FrameLocal(3), FrameLocal(4), FrameLocal(5)];
        GroupId = [il.Local(typeof(int)), il.Local(typeof(int)), il.Local(typeof(int))];
        ItemId = [il.Local(typeof(int)), il.Local(typeof(int)), il.Local(typeof(int))];
        Item = il.Local(typeof(int));
    }

    public Il Il { get; }
    public ScratchLayout Layout { get; }
    public ArgumentFacts Facts { get; }
    public bool MayRepeat { get; }
    public IReadOnlyList<LocalBuilder> GridSize => grid;
    public IReadOnlyList<LocalBuilder> GroupSize => group;
    public LocalBuilder[] GroupId { get; }

    /// <summary>The item's place in its group; of the first lane where items run as lanes.</summary>
    public LocalBuilder[] ItemId { get; }

    /// <summary>The item's linear place in its group.</summary>
    public LocalBuilder Item { get; }

    /// <summary>Reserves scratch memory for a shared allocation, an item's private one, or a value that lives across steps.</summary>
    public void Reserve(Value value, long bytes, bool perItem) =>
        areas[value] = perItem ? Layout.ForEachItem(bytes) : Layout.ForGroup(bytes);

    /// <summary>Reserves scratch memory that no value stands for.</summary>
    public int ReserveBuffer(long bytes, bool perItem = false)
    {
        int area = perItem ? Layout.ForEachItem(bytes) : Layout.ForGroup(bytes);
        buffers.Add(area);
        return area;
    }

    /// <summary>Loads the address of a value's scratch memory. All areas and parameters are loaded once, before the first group.</summary>
    public Il PushArea(Value value) => Il.Get(bases[areas[value]]);

    public void LoadArguments(Function function)
    {
        if (function.UsesDynamicShared)
            buffers.Add(Layout.DynamicShared());
        foreach (int area in areas.Values.Concat(buffers))
            bases[area] = FrameLocal(area, typeof(long));
        foreach (var parameter in function.Parameters)
        {
            var local = uniforms[parameter] = Il.Local(parameter.Type);
            Il.Argument(3).Int(parameter.Index * 8).Op(OpCodes.Add).LoadIndirect(parameter.Type).Set(local);
        }
    }

    public Il PushBase(int area) => Il.Get(bases[area]);

    /// <summary>Loads the number of items in a group.</summary>
    public Il PushGroupItems() => Il.Get(group[0]).Get(group[1]).Op(OpCodes.Mul).Get(group[2]).Op(OpCodes.Mul);

    /// <summary>Loads a uniform value.</summary>
    public void Push(Value value)
    {
        switch (value)
        {
            case Constant constant:
                Il.Constant(constant);
                break;
            case Instruction { Op: Opcode.GroupId } id:
                Il.Get(GroupId[id.Dimension]);
                break;
            case Instruction { Op: Opcode.GroupDim } dimension:
                Il.Get(group[dimension.Dimension]);
                break;
            case Instruction { Op: Opcode.GridDim } dimension:
                Il.Get(grid[dimension.Dimension]);
                break;
            case Instruction { Op: Opcode.SharedAlloc }:
                PushArea(value);
                break;
            case Instruction { Op: Opcode.SharedDynamic }:
                PushBase(Layout.DynamicShared());
                break;
            case Instruction { Op: Opcode.SharedDynamicSize }:
                Il.Argument(2).Int(6 * 8).Op(OpCodes.Add).Op(OpCodes.Ldind_I8).Op(OpCodes.Conv_I4);
                break;
            case Instruction { Op: Opcode.WarpSize }:
                Il.Int(1);
                break;
            default:
                Il.Get(Uniform(value));
                break;
        }
    }

    /// <summary>Stores the value on the stack.</summary>
    public void Set(Value value) => Il.Set(Uniform(value));

    /// <summary>Values that are found wherever they are needed: nothing has to run for them.</summary>
    public static bool IsAtHand(Instruction instruction) => instruction.Op is Opcode.GroupId or Opcode.GroupDim or Opcode.GridDim
        or Opcode.SharedAlloc or Opcode.SharedDynamic or Opcode.SharedDynamicSize or Opcode.WarpSize or Opcode.LocalId or Opcode.Alloca;

    private LocalBuilder Uniform(Value value) =>
        uniforms.TryGetValue(value, out var local) ? local : uniforms[value] = Il.Local(value.Type);

    private LocalBuilder FrameLocal(int index, Type? type = null)
    {
        var local = Il.Local(type ?? typeof(int));
        Il.Argument(2).Int(index * 8).Op(OpCodes.Add).Op(OpCodes.Ldind_I8);
        if (type is null)
            Il.Op(OpCodes.Conv_I4);
        Il.Set(local);
        return local;
    }
}
