using System.Runtime.InteropServices;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Tests.IR;

/// <summary>
/// Runs a function as the documentation of <see cref="Opcode"/> says, one instruction at a time: what all compiled code
/// is
/// held against. Pointers are addresses of this process; a group's items take turns at barriers.
/// </summary>
internal sealed unsafe class Interpreter
{
    private readonly Function function;
    private readonly int valueCount;

    public Interpreter(Function function)
    {
        this.function = function;
        function.Renumber();
        valueCount = function.Blocks.Sum(block => block.Parameters.Count + block.Instructions.Count);
    }

    /// <summary>Stops kernels that do not end.</summary>
    public long StepLimit { get; init; } = 50_000_000;

    /// <summary>Items of a warp. With more than one, all items of a group have to reach a shuffle together.</summary>
    public int WarpSize { get; init; } = 1;

    /// <param name="grid">Groups in X, Y and Z.</param>
    /// <param name="group">Items of a group in X, Y and Z.</param>
    /// <param name="slots">The arguments, one slot for each parameter.</param>
    /// <param name="dynamicSharedBytes">Bytes of dynamic shared memory.</param>
    public void Launch(
        (int X, int Y, int Z) grid, (int X, int Y, int Z) group, ulong[] slots, int dynamicSharedBytes = 0)
    {
        Assert.Equal(function.Parameters.Count, slots.Length);
        for (int z = 0; z < grid.Z; z++)
            for (int y = 0; y < grid.Y; y++)
                for (int x = 0; x < grid.X; x++)
                    RunGroup(grid, group, (x, y, z), slots, dynamicSharedBytes);
    }

    private void RunGroup(
        (int X, int Y, int Z) grid, (int X, int Y, int Z) group, (int X, int Y, int Z) groupId, ulong[] slots,
        int dynamicSharedBytes)
    {
        byte* shared = (byte*)NativeMemory.AllocZeroed((nuint)(function.StaticSharedBytes + dynamicSharedBytes + 64));
        var state = new GroupState(grid, group, groupId, slots, (long)shared, dynamicSharedBytes);
        var items = new List<Item>();
        try
        {
            for (int z = 0; z < group.Z; z++)
                for (int y = 0; y < group.Y; y++)
                    for (int x = 0; x < group.X; x++)
                        items.Add(new Item(this, state, (x, y, z), items.Count));
            var waiting = items.Where(item => item.Advance()).ToList();
            while (waiting.Count > 0)
            {
                if (waiting.Count != items.Count || waiting.Any(item => item.At != waiting[0].At))
                    throw new InvalidOperationException("Not all items of the group reached the same barrier.");
                Exchange(waiting);
                waiting = [.. items.Where(item => item.Advance())];
            }
        }
        finally
        {
            items.ForEach(item => item.Dispose());
            NativeMemory.Free(shared);
        }
    }

    /// <summary>All items wait at one barrier: gives each what the barrier returns.</summary>
    private void Exchange(List<Item> items)
    {
        if (items[0].At!.Op == Opcode.Shuffle)
        {
            var values = items.ConvertAll(item => item.Operand(0));
            for (int index = 0; index < items.Count; index++)
            {
                int source = ShuffleSource(items[index], index % WarpSize);
                // Items beyond the group have no value; whoever reads one may not use it.
                items[index].Complete(values.ElementAtOrDefault(index - index % WarpSize + source));
            }
        }
        else if (items[0].At!.Op == Opcode.BarrierPopCount)
        {
            int count = items.Count(item => item.Operand(0) != 0);
            items.ForEach(item => item.Complete(count));
        }
        else if (items[0].At!.Op == Opcode.GroupBroadcast)
        {
            var results = items.ConvertAll(item => items[(int)item.Operand(1)].Operand(0));
            for (int index = 0; index < items.Count; index++)
                items[index].Complete(results[index]);
        }
    }

    private static int ShuffleSource(Item item, int lane)
    {
        int by = (int)item.Operand(1), width = (int)item.Operand(2);
        int first = lane & -width, last = lane | (width - 1);
        int source = item.At!.ShuffleKind switch
        {
            ShuffleKind.Index => first + (by & (width - 1)),
            ShuffleKind.Up => lane - by,
            ShuffleKind.Down => lane + by,
            _ => lane ^ by,
        };
        return source > last || (source < first && item.At.ShuffleKind == ShuffleKind.Up) ? lane : source;
    }

    private sealed record GroupState(
        (int X, int Y, int Z) Grid, (int X, int Y, int Z) Group, (int X, int Y, int Z) GroupId, ulong[] Slots,
            long Shared, int DynamicSharedBytes);

    /// <summary>One work-item: its values, its private memory, and where it stands.</summary>
    private sealed class Item(Interpreter owner, GroupState state, (int X, int Y, int Z) localId, int place) : IDisposable
    {
        private readonly long[] values = new long[owner.valueCount];
        private readonly List<nint> memory = [];
        private Block block = owner.function.Entry;
        private int position;
        private long steps;

        /// <summary>The barrier the item waits at.</summary>
        public Instruction? At { get; private set; }

        /// <summary>Runs to the next barrier (true) or to the end (false).</summary>
        public bool Advance()
        {
            if (At is not null)
                position++;
            At = null;
            while (true)
            {
                for (; position < block.Instructions.Count; position++)
                {
                    if (++steps > owner.StepLimit)
                        throw new InvalidOperationException("The kernel does not end.");
                    var instruction = block.Instructions[position];
                    if (instruction.Op.IsBarrier() || (instruction.Op == Opcode.Shuffle && owner.WarpSize > 1))
                    {
                        At = instruction;
                        return true;
                    }
                    long result = Execute(instruction);
                    if (!instruction.Type.IsVoid)
                        values[instruction.Id] = result;
                }
                if (block.Terminator is Return)
                    return false;
                Follow(block.Terminator is Branch branch ? Read(branch.Condition) != 0 ? branch.Then : branch.Else
                    : ((Jump)block.Terminator).Edge);
            }
        }

        public long Operand(int index) => Read(At![index]);

        public void Complete(long result) => values[At!.Id] = result;

        public void Dispose() => memory.ForEach(address => NativeMemory.Free((void*)address));

        private void Follow(Edge edge)
        {
            if (++steps > owner.StepLimit)
                throw new InvalidOperationException("The kernel does not end.");
            var arguments = edge.Arguments.ConvertAll(Read);
            block = edge.Target;
            for (int index = 0; index < arguments.Count; index++)
                values[block.Parameters[index].Id] = arguments[index];
            position = 0;
        }

        private long Read(Value value) => value switch
        {
            Constant constant => constant.Bits,
            FunctionParameter parameter => new Constant(parameter.Type, (long)state.Slots[parameter.Index]).Bits,
            _ => values[value.Id],
        };

        private long Execute(Instruction i)
        {
            switch (i.Op)
            {
                case Opcode.Load:
                    return InterpreterMemory.Load(Read(i[0]), i.Type);
                case Opcode.Store:
                    InterpreterMemory.Store(Read(i[0]), i[1].Type, Read(i[1]));
                    return 0;
                case Opcode.Offset:
                    return Read(i[0]) + Read(i[1]) * i.Scale + i.Displacement;
                case Opcode.Alloca:
                    void* allocated = NativeMemory.AllocZeroed((nuint)i.Size + 16);
                    memory.Add((nint)allocated);
                    return ((long)allocated + i.Alignment - 1) / i.Alignment * i.Alignment;
                case Opcode.SharedAlloc:
                    return SharedAddress(i);
                case Opcode.SharedDynamic:
                    return (state.Shared + owner.function.StaticSharedBytes + 15) / 16 * 16;
                case Opcode.SharedDynamicSize:
                    return state.DynamicSharedBytes;
                case Opcode.Atomic or Opcode.AtomicCompareExchange:
                    return InterpreterMemory.Atomic(i, Array.ConvertAll(i.Operands, Read));
                case Opcode.LocalId:
                    return At3(localId, i.Dimension);
                case Opcode.GroupId:
                    return At3(state.GroupId, i.Dimension);
                case Opcode.GroupDim:
                    return At3(state.Group, i.Dimension);
                case Opcode.GridDim:
                    return At3(state.Grid, i.Dimension);
                case Opcode.WarpSize:
                    return owner.WarpSize;
                case Opcode.LaneId:
                    return place % owner.WarpSize;
                case Opcode.MemoryFence or Opcode.WarpBarrier:
                    return 0;
                case Opcode.Shuffle:
                    return Read(i[0]);
                default:
                    return InterpreterArithmetic.Evaluate(i, Array.ConvertAll(i.Operands, Read));
            }
        }

        private long SharedAddress(Instruction wanted)
        {
            long offset = 0;
            foreach (
                var allocation in owner.function.Instructions.Where(
                instruction => instruction.Op == Opcode.SharedAlloc))
            {
                offset = (offset + allocation.Alignment - 1) / allocation.Alignment * allocation.Alignment;
                if (allocation == wanted)
                    break;
                offset += allocation.Size;
            }
            return state.Shared + offset;
        }

        private static int At3((int X, int Y, int Z) triple, int dimension) =>
            dimension switch { 0 => triple.X, 1 => triple.Y, _ => triple.Z };
    }
}
