using GpuNet.Engine.IR;
using static GpuNet.Engine.Tests.BackendsSimd.KernelBuilder;

namespace GpuNet.Engine.Tests.BackendsSimd;

/// <summary>
/// Makes kernels of random statements over a few variables in private memory: branches, loops with breaks and continues,
/// returns, arrays, gathers, atomics, and, in kernels without returns, exchanges through shared memory at barriers.
/// </summary>
internal sealed class RandomKernel
{
    public const int OutputsPerItem = 4;
    public const int Inputs = 64;

    private const int Variables = 5;
    private const int MaximumDepth = 4;

    private readonly KernelBuilder kernel = new("random");
    private readonly Random random;
    private readonly bool hasBarriers;
    private readonly Value output;
    private readonly Value input;
    private readonly Value counters;
    private readonly Value bound;
    private readonly Value index;
    private readonly Value linear;
    private readonly Value shared;
    private readonly Value array;
    private readonly List<Value> integers = [];
    private readonly List<Value> floats = [];
    private readonly List<(Block Break, Block Continue)> loops = [];
    private readonly Block end;

    private RandomKernel(int seed)
    {
        random = new Random(seed);
        hasBarriers = random.Next(2) == 0;
        bool is2D = random.Next(3) == 0;
        (output, input, counters, bound) = (kernel.Pointer("output"), kernel.Pointer("input"), kernel.Pointer("counters"), kernel.Parameter(IRType.Int32, "bound"));
        Value Alloca(long bytes) => kernel.Emit(Opcode.Alloca, IRType.Pointer(AddressSpace.Private), bytes, 4);
        for (int variable = 0; variable < Variables; variable++)
            (variable < 3 ? integers : floats).Add(Alloca(4));
        array = Alloca(32);
        shared = kernel.Shared(256 * 4);
        // With 2D groups of (x, y): the linear place in the group, and in the grid.
        linear = is2D
            ? kernel.Binary(Opcode.Add, kernel.Binary(Opcode.Mul, kernel.Id(Opcode.LocalId, 1), kernel.Id(Opcode.GroupDim, 0)), kernel.Id(Opcode.LocalId, 0))
            : kernel.Id(Opcode.LocalId);
        var size = kernel.Binary(Opcode.Mul, kernel.Id(Opcode.GroupDim, 0), kernel.Id(Opcode.GroupDim, 1));
        index = is2D
            ? kernel.Binary(Opcode.Add, kernel.Binary(Opcode.Mul, kernel.Id(Opcode.GroupId), size), linear)
            : kernel.GlobalIndex();
        end = kernel.Block("end");
        Set(integers[0], index);
        Set(integers[1], kernel.Binary(Opcode.And, linear, Int(7)));
        Set(floats[0], kernel.Load(input, kernel.Binary(Opcode.And, index, Int(Inputs - 1)), IRType.Float32));
        Statements(6, 0);
        for (int slot = 0; slot < OutputsPerItem; slot++)
        {
            Value value = slot < 3 ? Get(integers[slot], IRType.Int32) : kernel.Emit(Opcode.Bitcast, IRType.Int32, Get(floats[0], IRType.Float32));
            kernel.Store(output, Place(slot), value);
        }
        kernel.Jump(end);
        kernel.Current = end;
    }

    public static Function Make(int seed) => new RandomKernel(seed).kernel.Function;

    private Value Place(int slot) => kernel.Binary(Opcode.Add, kernel.Binary(Opcode.Mul, index, Int(OutputsPerItem)), Int(slot));

    private Value Get(Value variable, IRType type) => kernel.Emit(Opcode.Load, type, variable);

    private void Set(Value variable, Value value) => kernel.Emit(Opcode.Store, IRType.Void, variable, value);

    private T Pick<T>(IReadOnlyList<T> list) => list[random.Next(list.Count)];

    private void Statements(int count, int depth)
    {
        for (int statement = 0; statement < count; statement++)
            Statement(depth);
    }

    private void Statement(int depth)
    {
        bool isUniform = loops.Count == 0 && depth == 0;
        switch (random.Next(12))
        {
            case 0 or 1:
                Set(Pick(integers), Integer(2));
                break;
            case 2 or 3:
                Set(Pick(floats), Float(2));
                break;
            case 4 when depth < MaximumDepth:
                kernel.If(Condition(), () => Statements(2, depth + 1), random.Next(2) == 0 ? null : () => Statements(2, depth + 1));
                break;
            case 5 or 6 when depth < MaximumDepth:
                Loop(depth);
                break;
            case 7 when loops.Count > 0:
                Leave(random.Next(2) == 0 ? loops[^1].Break : loops[^1].Continue);
                break;
            case 7 when !hasBarriers && depth > 0:
                Leave(end);
                break;
            case 8:
                kernel.Store(array, kernel.Binary(Opcode.And, Integer(1), Int(7)), Integer(1));
                break;
            case 9:
                // Two counters for each kind, since the order of items is nobody's promise.
                var kind = Pick([AtomicKind.Add, AtomicKind.Xor]);
                kernel.Emit(Opcode.Atomic, IRType.Int32, (long)kind, 0,
                    kernel.At(counters, kernel.Binary(Opcode.And, Integer(1), Int(1)), 4, kind == AtomicKind.Add ? 0 : 8), Integer(1));
                break;
            case 10 when hasBarriers && isUniform:
                kernel.Store(shared, linear, Integer(1));
                kernel.Barrier();
                Set(Pick(integers), kernel.Load(shared, kernel.Binary(Opcode.Xor, linear, Int(1)), IRType.Int32));
                kernel.Barrier();
                break;
            case 11:
                kernel.Store(output, Place(random.Next(OutputsPerItem)), Integer(1));
                break;
        }
    }

    private void Leave(Block target)
    {
        var go = kernel.Block("go");
        kernel.Branch(Condition(), new Edge(target), new Edge(go));
        kernel.Current = go;
    }

    /// <summary>A loop of at most a few rounds, constant, uniform or different for each item; barriers only in uniform ones.</summary>
    private void Loop(int depth)
    {
        var counter = kernel.Emit(Opcode.Alloca, IRType.Pointer(AddressSpace.Private), 4, 4);
        kernel.Current.Instructions.Remove(counter);
        kernel.Function.Entry.Instructions.Insert(0, counter);
        int kind = random.Next(3);
        Value limit = kind switch { 0 => Int(random.Next(1, 4)), 1 => bound, _ => kernel.Binary(Opcode.And, Integer(1), Int(3)) };
        Block header = kernel.Block("header"), body = kernel.Block("body"), next = kernel.Block("next"), behind = kernel.Block("behind");
        Set(counter, Int(0));
        kernel.Jump(header);
        kernel.Current = header;
        kernel.Branch(kernel.Compare(Opcode.Lt, Get(counter, IRType.Int32), limit), new Edge(body), new Edge(behind));
        kernel.Current = body;
        if (kind != 2 && hasBarriers && depth == 0)
        {
            kernel.Store(shared, linear, Integer(1));
            kernel.Barrier();
            Set(Pick(integers), kernel.Load(shared, kernel.Binary(Opcode.Xor, linear, Int(1)), IRType.Int32));
            kernel.Barrier();
            Statements(2, depth + 1);
        }
        else
        {
            loops.Add((behind, next));
            Statements(3, depth + 1);
            loops.RemoveAt(loops.Count - 1);
        }
        kernel.Jump(next);
        kernel.Current = next;
        Set(counter, kernel.Binary(Opcode.Add, Get(counter, IRType.Int32), Int(1)));
        kernel.Jump(header);
        kernel.Current = behind;
    }

    private Value Condition() => random.Next(4) switch
    {
        0 => kernel.Compare(Pick([Opcode.Lt, Opcode.GeU, Opcode.Ne]), Integer(1), Int(random.Next(16))),
        1 => kernel.Compare(Pick([Opcode.Lt, Opcode.GeU, Opcode.Ne]), Float(1), Constant.Float32(random.Next(5) - 2)),
        2 => kernel.Compare(Opcode.Lt, bound, Int(random.Next(6))),
        _ => kernel.Emit(Opcode.Truncate, IRType.Int1, Integer(1)),
    };

    private Value Integer(int depth)
    {
        if (depth == 0)
        {
            return random.Next(6) switch
            {
                0 => Int(random.Next(-3, 40)),
                1 => bound,
                2 => index,
                3 => linear,
                _ => Get(Pick(integers), IRType.Int32),
            };
        }
        return random.Next(8) switch
        {
            0 => kernel.Binary(Opcode.Mul, Integer(depth - 1), Int(random.Next(1, 5))),
            1 => kernel.Binary(Pick([Opcode.And, Opcode.Xor, Opcode.Min, Opcode.MaxU]), Integer(depth - 1), Integer(depth - 1)),
            2 => kernel.Binary(Opcode.Shl, Integer(depth - 1), kernel.Binary(Opcode.And, Integer(0), Int(3))),
            3 => kernel.Load(array, kernel.Binary(Opcode.And, Integer(depth - 1), Int(7)), IRType.Int32),
            4 => kernel.Emit(Opcode.FloatToSigned, IRType.Int32, Float(depth - 1)),
            5 => kernel.Emit(Opcode.Select, IRType.Int32, Condition(), Integer(depth - 1), Integer(depth - 1)),
            6 => kernel.Emit(Opcode.Truncate, IRType.Int32, kernel.Binary(Opcode.Mul, kernel.Widen(Integer(depth - 1)), kernel.Widen(Integer(0)))),
            _ => kernel.Binary(Pick([Opcode.Add, Opcode.Sub]), Integer(depth - 1), Integer(depth - 1)),
        };
    }

    private Value Float(int depth)
    {
        if (depth == 0)
            return random.Next(3) == 0 ? Constant.Float32(random.Next(-4, 5) * 0.5f) : Get(Pick(floats), IRType.Float32);
        return random.Next(6) switch
        {
            0 => kernel.Emit(Opcode.Fma, IRType.Float32, Float(depth - 1), Float(0), Float(0)),
            1 => kernel.Load(input, kernel.Binary(Opcode.And, Integer(depth - 1), Int(Inputs - 1)), IRType.Float32),
            2 => kernel.Emit(Opcode.SignedToFloat, IRType.Float32, Integer(depth - 1)),
            3 => kernel.Binary(Pick([Opcode.Min, Opcode.Max, Opcode.Div]), Float(depth - 1), Float(0)),
            4 => kernel.Emit(Opcode.FloatConvert, IRType.Float32, kernel.Binary(Opcode.Mul,
                kernel.Emit(Opcode.FloatConvert, IRType.Float64, Float(depth - 1)), Constant.Float64(0.75))),
            _ => kernel.Binary(Pick([Opcode.Add, Opcode.Sub, Opcode.Mul]), Float(depth - 1), Float(0)),
        };
    }
}
