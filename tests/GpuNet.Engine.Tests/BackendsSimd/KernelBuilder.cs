using GpuNet.Engine.Backends.Simd;
using GpuNet.Engine.Drivers.Cpu;
using GpuNet.Engine.IR;
using GpuNet.Engine.Transforms;

namespace GpuNet.Engine.Tests.BackendsSimd;

/// <summary>Builds kernels by hand and runs them: pointers are plain parameters, one slot each.</summary>
internal sealed unsafe class KernelBuilder
{
    public KernelBuilder(string name = "test")
    {
        Function = new Function(name);
        Current = Function.AddBlock("entry");
    }

    public Function Function { get; }
    public Block Current { get; set; }

    public FunctionParameter Pointer(string name) => Function.AddParameter(IRType.Pointer(AddressSpace.Global), ParameterRole.BufferHandle, name);
    public FunctionParameter Parameter(IRType type, string name, ParameterRole role = ParameterRole.Scalar) => Function.AddParameter(type, role, name);

    public Instruction Emit(Opcode op, IRType type, params Value[] operands) => Emit(op, type, 0, 0, operands);

    public Instruction Emit(Opcode op, IRType type, long a, long b, params Value[] operands)
    {
        var instruction = new Instruction(op, type, operands, new Immediates(a, b));
        Current.Instructions.Add(instruction);
        return instruction;
    }

    public Instruction Binary(Opcode op, Value a, Value b) => Emit(op, a.Type, a, b);
    public Instruction Compare(Opcode op, Value a, Value b) => Emit(op, IRType.Int1, a, b);
    public Instruction Id(Opcode op, int dimension = 0) => Emit(op, IRType.Int32, dimension, 0);

    /// <summary>GroupId * GroupDim + LocalId.</summary>
    public Instruction GlobalIndex(int dimension = 0) => Binary(Opcode.Add,
        Binary(Opcode.Mul, Id(Opcode.GroupId, dimension), Id(Opcode.GroupDim, dimension)), Id(Opcode.LocalId, dimension));

    public Instruction Widen(Value value) => Emit(Opcode.SignExtend, IRType.Int64, value);

    public Instruction At(Value pointer, Value index, int scale, long displacement = 0) =>
        Emit(Opcode.Offset, pointer.Type, scale, displacement, pointer, index.Type == IRType.Int64 ? index : Widen(index));

    public Instruction Load(Value pointer, Value index, IRType type) => Emit(Opcode.Load, type, At(pointer, index, type.Size));
    public void Store(Value pointer, Value index, Value value) => Emit(Opcode.Store, IRType.Void, At(pointer, index, value.Type.Size), value);
    public Instruction Shared(int bytes) => Emit(Opcode.SharedAlloc, IRType.Pointer(AddressSpace.Shared), bytes, 16);
    public void Barrier() => Emit(Opcode.Barrier, IRType.Void);

    public Block Block(string name) => Function.AddBlock(name);
    public void Jump(Block target, params Value[] arguments) => Current.Terminator = new Jump(new Edge(target, [.. arguments]));
    public void Branch(Value condition, Edge then, Edge @else) => Current.Terminator = new Branch(condition, then, @else);

    /// <summary>if (condition) then(); goes on behind.</summary>
    public void If(Value condition, Action then, Action? otherwise = null)
    {
        Block thenBlock = Block("then"), behind = Block("behind");
        var elseBlock = otherwise is null ? behind : Block("else");
        Branch(condition, new Edge(thenBlock), new Edge(elseBlock));
        Current = thenBlock;
        then();
        Jump(behind);
        if (otherwise is not null)
        {
            Current = elseBlock;
            otherwise();
            Jump(behind);
        }
        Current = behind;
    }

    /// <summary>for (i = start; i &lt; end; i += step) body(i, carried) with carried values; returns their values behind the loop.</summary>
    public IReadOnlyList<Value> For(Value start, Value end, Value step, Value[] carried, Func<Value, IReadOnlyList<Value>, Value[]> body)
    {
        Block header = Block("header"), inside = Block("body"), behind = Block("behind");
        Jump(header, [start, .. carried]);
        var index = header.AddParameter(start.Type);
        var values = carried.Select(value => (Value)header.AddParameter(value.Type)).ToList();
        Current = header;
        Branch(Compare(Opcode.Lt, index, end), new Edge(inside), new Edge(behind));
        Current = inside;
        var next = body(index, values);
        Jump(header, [Binary(Opcode.Add, index, step), .. next]);
        Current = behind;
        return values;
    }

    public KernelProgram Program(KernelIndex index = KernelIndex.Explicit)
    {
        Verifier.Verify(Function, "the test");
        AnalyzeUniformity.Run(Function);
        Function.Renumber();
        return new KernelProgram(Function, Structurizer.Run(Function), index);
    }

    public static Constant Int(int value) => Constant.Int32(value);

    /// <summary>The numbers of lanes that this machine can run.</summary>
    public static IEnumerable<int> LaneCounts => new[] { 1, 4, 8, 16 }.Where(lanes => lanes <= SimdWidth.Maximum);

    /// <summary>Runs the kernel one item at a time and in vectors of every size, which must leave the same bits.</summary>
    public void Run(LaunchDimensions dimensions, params IPinned[] arguments) => Run(Program(), dimensions, arguments);

    public static void Run(KernelProgram program, LaunchDimensions dimensions, params IPinned[] arguments)
    {
        var before = arguments.Select(argument => argument.Save()).ToArray();
        byte[][]? expected = null;
        foreach (int lanes in LaneCounts)
        {
            for (int index = 0; index < arguments.Length; index++)
                arguments[index].Restore(before[index]);
            Span<ulong> slots = [.. arguments.Select(argument => argument.Slot)];
            fixed (ulong* pointer = slots)
                new SimdKernel(program, lanes).RunGroups(0, dimensions.Groups, dimensions, pointer);
            var after = arguments.Select(argument => argument.Save()).ToArray();
            expected ??= after;
            for (int index = 0; index < arguments.Length; index++)
                Assert.True(expected[index].AsSpan().SequenceEqual(after[index]),
                    $"{program.Name} with {lanes} lanes: argument {index} differs at byte {expected[index].AsSpan().CommonPrefixLength(after[index])}.");
        }
        GC.KeepAlive(arguments);
    }

    public static LaunchDimensions Launch(int grid, int group, int dynamicShared = 0) => new(grid, 1, 1, group, 1, 1, dynamicShared);
}

/// <summary>An argument slot.</summary>
internal interface IPinned
{
    ulong Slot { get; }

    byte[] Save() => [];

    void Restore(byte[] saved) { }
}

/// <summary>A scalar argument.</summary>
internal readonly record struct Scalar(long Value) : IPinned
{
    public ulong Slot => (ulong)Value;
}

/// <summary>An array that stays where it is while a kernel reads and writes it.</summary>
internal sealed unsafe class Pinned<T>(T[] values) : IPinned where T : unmanaged
{
    private readonly T[] pinned = Pin(values);

    public T[] Values => pinned;
    public ulong Slot => (ulong)System.Runtime.CompilerServices.Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(pinned));

    public byte[] Save() => System.Runtime.InteropServices.MemoryMarshal.AsBytes(pinned.AsSpan()).ToArray();

    public void Restore(byte[] saved) => saved.CopyTo(System.Runtime.InteropServices.MemoryMarshal.AsBytes(pinned.AsSpan()));

    private static T[] Pin(T[] values)
    {
        var copy = GC.AllocateArray<T>(values.Length, pinned: true);
        values.CopyTo(copy, 0);
        return copy;
    }
}
