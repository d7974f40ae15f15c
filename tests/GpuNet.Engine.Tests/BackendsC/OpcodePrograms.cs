using GpuNet.Engine.IR;

namespace GpuNet.Engine.Tests.BackendsC;

/// <summary>Kernels that use every opcode on every type: each item loads two values and stores what is computed of them.</summary>
internal static class OpcodePrograms
{
    private static readonly IRType I1 = IRType.Int1, I32 = IRType.Int32, I64 = IRType.Int64, F32 = IRType.Float32, F64 = IRType.Float64;
    private static readonly IRType[] Integers = [IRType.Int8, IRType.Int16, I32, I64];
    private static readonly IRType[] Floats = [F32, F64];

    /// <summary>What has one right result.</summary>
    public static IEnumerable<KernelProgram> Exact() =>
    [
        .. Integers.SelectMany(type => new[] { IntegerArithmetic(type), Conversions(type) }), .. Floats.Select(FloatArithmetic), .. Floats.Select(Conversions),
        .. new[] { I32, I64, F32, F64 }.Select(Atomics), .. Integers.Concat(Floats).Append(I1).Select(SharedMemory),
    ];

    public static IEnumerable<KernelProgram> Inexact() => Floats.Select(Functions);

    public static KernelProgram IntegerArithmetic(IRType type) => Program(type, (text, x, y, results) =>
    {
        foreach (var op in new[] { Opcode.Add, Opcode.Sub, Opcode.Mul, Opcode.Min, Opcode.Max, Opcode.MinU, Opcode.MaxU, Opcode.Div, Opcode.Rem, Opcode.DivU, Opcode.RemU, Opcode.And, Opcode.Or, Opcode.Xor })
        {
            results.Add(text.Op(op, type, x, y));
            results.Add(text.Op(op, type, x, new Constant(type, 7)));
        }
        results.AddRange(new[] { Opcode.Neg, Opcode.Abs, Opcode.Not }.Select(op => text.Op(op, type, x)));
        results.AddRange(new[] { Opcode.Shl, Opcode.Shr, Opcode.ShrU }.Select(op => text.Op(op, type, x, Constant.Int32(3))));
        if (type == I32)
            results.AddRange(new[] { Opcode.Shl, Opcode.Shr, Opcode.ShrU }.Select(op => text.Op(op, type, x, y)));
        results.AddRange(Comparisons(text, x, y));
        results.Add(text.Op(Opcode.Select, type, text.Op(Opcode.LtU, I1, x, y), x, text.Op(Opcode.Add, type, x, y)));
        if (type.Size >= 4)
            results.AddRange(new[] { Opcode.PopCount, Opcode.LeadingZeros, Opcode.TrailingZeros }.Select(op => text.Op(op, I32, x)));
    });

    public static KernelProgram FloatArithmetic(IRType type) => Program(type, (text, x, y, results) =>
    {
        foreach (var op in new[] { Opcode.Add, Opcode.Sub, Opcode.Mul, Opcode.Div, Opcode.Min, Opcode.Max })
        {
            results.Add(text.Op(op, type, x, y));
            results.Add(text.Op(op, type, x, type == F32 ? Constant.Float32(float.NegativeInfinity) : Constant.Float64(0.1)));
        }
        results.AddRange(new[] { Opcode.Neg, Opcode.Abs }.Select(op => text.Op(op, type, x)));
        results.AddRange(Functions(text, type, x, y, Opcode.Fma, Opcode.CopySign));
        results.Add(text.Op(Opcode.Select, type, text.Op(Opcode.LtU, I1, x, y), x, y));
        results.AddRange(Comparisons(text, x, y));
    });

    public static KernelProgram Conversions(IRType type) => Program(type, (text, x, y, results) =>
    {
        foreach (var other in Integers.Where(other => type.IsInteger && other.Bits > type.Bits))
            results.AddRange([text.Op(Opcode.SignExtend, other, x), text.Op(Opcode.ZeroExtend, other, x), text.Op(Opcode.SignExtend, other, text.Op(Opcode.Eq, I1, x, y))]);
        results.AddRange(Integers.Append(I1).Where(other => type.IsInteger && other.Bits < type.Bits).Select(other => text.Op(Opcode.Truncate, other, x)));
        if (type.IsInteger)
            results.AddRange(Floats.SelectMany(other => new[] { text.Op(Opcode.SignedToFloat, other, x), text.Op(Opcode.UnsignedToFloat, other, x) }));
        else
            results.AddRange(new[] { I32, I64 }.SelectMany(other => new[] { text.Op(Opcode.FloatToSigned, other, x), text.Op(Opcode.FloatToUnsigned, other, x) })
                .Append(text.Op(Opcode.FloatConvert, type == F32 ? F64 : F32, x)));
        if (type.Size >= 4)
            results.Add(text.Op(Opcode.Bitcast, type == I32 ? F32 : type == F32 ? I32 : type == I64 ? F64 : I64, x));
    });

    public static KernelProgram Atomics(IRType type) => Program(type, (text, x, y, results) =>
    {
        var place = text.View("counters");
        AtomicKind[] kinds = type.IsFloat ? [AtomicKind.Add, AtomicKind.Min, AtomicKind.Max, AtomicKind.Exchange] : Enum.GetValues<AtomicKind>();
        foreach (var kind in kinds)
        {
            results.Add(text.Op(Opcode.Atomic, type, new Immediates((long)kind, 0), place, x));
            text.Op(Opcode.Atomic, type, new Immediates((long)kind, 0), place, y);
        }
        results.Add(text.Op(Opcode.AtomicCompareExchange, type, place, x, y));
    });

    /// <summary>Shared memory of all kinds, everything that waits, and everything that passes values between items.</summary>
    public static KernelProgram SharedMemory(IRType type) => Program(type, (text, x, _, results) =>
    {
        var array = text.Op(Opcode.SharedAlloc, IRType.Pointer(AddressSpace.Shared), new Immediates(64 * type.Size, 16));
        var dynamic = text.Op(Opcode.SharedDynamic, IRType.Pointer(AddressSpace.Shared));
        text.Store(text.At(array, text.Long(text.LocalId()), type.Size), x);
        text.Store(dynamic, x);
        text.Barrier();
        text.Op(Opcode.WarpBarrier, IRType.Void);
        foreach (var scope in Enum.GetValues<FenceScope>())
            text.Op(Opcode.MemoryFence, IRType.Void, new Immediates((long)scope, 0));
        results.Add(text.Load(type, text.At(array, text.Long(text.LocalId(2)), type.Size)));
        var lane = text.Op(Opcode.LaneId, I32);
        var width = text.Op(Opcode.WarpSize, I32);
        foreach (var kind in Enum.GetValues<ShuffleKind>())
            results.Add(text.Op(Opcode.Shuffle, type, new Immediates((long)kind, 0), x, lane, width));
        results.Add(text.Op(Opcode.GroupBroadcast, type, x, Constant.Int32(1)));
        results.Add(text.Op(Opcode.BarrierPopCount, I32, text.Op(Opcode.Eq, I1, lane, Constant.Int32(0))));
        results.Add(text.Op(Opcode.SharedDynamicSize, I32));
        results.AddRange(new[] { Opcode.GroupId, Opcode.GroupDim, Opcode.GridDim }.Select(op => text.Item(op, 1)));
    });

    /// <summary>The functions that every device computes in its own way, and the remainder.</summary>
    public static KernelProgram Functions(IRType type) => Program(type, (text, x, y, results) =>
    {
        results.Add(text.Op(Opcode.Rem, type, x, y));
        results.AddRange(Functions(text, type, x, y, Opcode.Rcp, Opcode.Atan2));
    });

    private static IEnumerable<Value> Comparisons(KernelText text, Value x, Value y) =>
        Enumerable.Range((int)Opcode.Eq, Opcode.GeU - Opcode.Eq + 1).Select(op => text.Op((Opcode)op, I1, x, y));

    private static IEnumerable<Value> Functions(KernelText text, IRType type, Value x, Value y, Opcode first, Opcode last) =>
        from op in Enumerable.Range((int)first, last - first + 1).Select(op => (Opcode)op)
        select text.Op(op, type, op switch
        {
            Opcode.Fma => [x, y, x],
            Opcode.CopySign or Opcode.Pow or Opcode.Atan2 => [x, y],
            _ => [x],
        });

    /// <summary>A kernel that loads two values and stores what is computed of them.</summary>
    private static KernelProgram Program(IRType type, Action<KernelText, Value, Value, List<Value>> compute)
    {
        var text = new KernelText("opcodes");
        Value input = text.View("input"), output = text.View("output");
        var item = text.Long(text.GlobalId());
        var results = new List<Value>();
        compute(text, text.Load(type, text.At(input, item, type.Size)), text.Load(type, text.At(input, item, type.Size, 8)), results);
        for (int number = 0; number < results.Count; number++)
            text.Store(text.At(output, item, 8 * results.Count, 8L * number), results[number]);
        return text.Program();
    }
}
