using GpuNet.Engine.Backends.C;
using GpuNet.Engine.IR;
using GpuNet.TestKit;

namespace GpuNet.Engine.Tests.BackendsC;

/// <summary>What the CUDA dialect spells in its own way: as text, and as seen by a compiler for NVIDIA's GPUs.</summary>
public class CudaDialectTests
{
    private static readonly CudaDialect Cuda = new();
    private static readonly IRType I1 = IRType.Int1, I32 = IRType.Int32, I64 = IRType.Int64, F32 = IRType.Float32, F64 = IRType.Float64;
    private static readonly IRType[] Integers = [IRType.Int8, IRType.Int16, I32, I64];
    private static readonly IRType[] Floats = [F32, F64];

    [Theory]
    [InlineData("sm_80")]
    [InlineData("sm_90")]
    public void Every_opcode_compiles(string architecture)
    {
        CSource[] sources =
        [
            .. Integers.SelectMany(type => new[] { IntegerArithmetic(type), Conversions(type) }), .. Floats.Select(FloatArithmetic), .. Floats.Select(Conversions),
            .. new[] { I32, I64, F32, F64 }.Select(Atomics), .. Integers.Concat(Floats).Append(I1).Select(Sharing),
            CEmitter.Emit(Mathematics(), new CudaDialect { FastMath = true, MostItemsOfGroup = 256 }),
        ];
        string ptx = CudaCompiler.Compile(architecture, sources.Select(source => (source.Text, source.EntryPoint)));
        Assert.Equal(sources.Length, ptx.Split(".visible .entry ").Length - 1);
        Assert.Contains(".maxntid 256", ptx);
    }

    [Fact]
    public void A_source_that_is_wrong_does_not_compile() => Assert.Contains(
        "undeclared identifier", Assert.Throws<InvalidOperationException>(
            () => CudaCompiler.Compile("sm_80", [("extern \"C\" __global__ void k(int* p) { *p = get_global_id(0); }", "k")])).Message);

    [Fact]
    public void A_kernel_reads_like_cuda()
    {
        var text = new KernelText("scale");
        Value x = text.View("x"), factor = text.Scalar(F32, "factor");
        var place = text.At(x, text.Long(text.GlobalId()), 4);
        text.Store(place, text.Op(Opcode.Div, F32, text.Load(F32, place), factor));
        Assert.Equal(
            """
            // scale

            extern "C" __global__ void kernel_scale(unsigned char* arg_x, long long arg_x_offset, float arg_factor)
            {
                float* data_x = (float*)(arg_x + arg_x_offset);
                int v5 = (int)(blockIdx.x * blockDim.x + threadIdx.x);
                data_x[v5] = __fdiv_rn(data_x[v5], arg_factor);
            }

            """.ReplaceLineEndings("\n"), CEmitter.Emit(text.Program(), Cuda).Text);
    }

    [Fact]
    public void Dynamic_shared_memory_is_declared_and_its_size_is_the_last_argument()
    {
        var source = CEmitter.Emit(SharedMemory(F32), Cuda);
        Assert.True(source.TakesDynamicShared);
        Assert.Contains("int dynamic_shared_bytes)", source.Text);
        Assert.Contains("extern __shared__ __align__(16) unsigned char dynamic_shared[];", source.Text);
    }

    [Fact]
    public void Floats_are_added_by_the_device_and_compared_in_a_loop()
    {
        string text = Atomics(F32).Text;
        Assert.Contains("atomicAdd((float*)", text);
        Assert.Contains("atomicExch((float*)", text);
        Assert.DoesNotContain("atomicMin(", text);
        Assert.Contains("atomicCAS((int*)", text);
        Assert.Contains("atomicAdd((double*)", Atomics(F64).Text);
    }

    private static CSource IntegerArithmetic(IRType type) => Emit(type, (text, x, y, results) =>
    {
        foreach (var op in new[] { Opcode.Add, Opcode.Sub, Opcode.Mul, Opcode.Min, Opcode.Max, Opcode.MinU, Opcode.MaxU, Opcode.Div, Opcode.Rem, Opcode.DivU, Opcode.RemU, Opcode.And, Opcode.Or, Opcode.Xor })
        {
            results.Add(text.Op(op, type, x, y));
            results.Add(text.Op(op, type, x, new Constant(type, 7)));
        }
        results.AddRange(new[] { Opcode.Neg, Opcode.Abs, Opcode.Not }.Select(op => text.Op(op, type, x)));
        results.AddRange(new[] { Opcode.Shl, Opcode.Shr, Opcode.ShrU }.Select(op => text.Op(op, type, x, Constant.Int32(3))));
        results.AddRange(Comparisons(text, x, y));
        results.Add(text.Op(Opcode.Select, type, text.Op(Opcode.LtU, I1, x, y), x, text.Op(Opcode.Add, type, x, y)));
        if (type.Size >= 4)
            results.AddRange(new[] { Opcode.PopCount, Opcode.LeadingZeros, Opcode.TrailingZeros }.Select(op => text.Op(op, I32, x)));
    });

    private static CSource FloatArithmetic(IRType type) => Emit(type, (text, x, y, results) =>
    {
        foreach (var op in new[] { Opcode.Add, Opcode.Sub, Opcode.Mul, Opcode.Div, Opcode.Rem, Opcode.Min, Opcode.Max })
        {
            results.Add(text.Op(op, type, x, y));
            results.Add(text.Op(op, type, x, type == F32 ? Constant.Float32(float.NegativeInfinity) : Constant.Float64(0.1)));
        }
        results.AddRange(new[] { Opcode.Neg, Opcode.Abs }.Select(op => text.Op(op, type, x)));
        results.AddRange(Functions(text, type, x, y));
        results.AddRange(Comparisons(text, x, y));
    });

    private static CSource Conversions(IRType type) => Emit(type, (text, x, y, results) =>
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

    private static CSource Atomics(IRType type) => Emit(type, (text, x, y, results) =>
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

    private static CSource Sharing(IRType type) => CEmitter.Emit(SharedMemory(type), Cuda);

    /// <summary>Shared memory of all kinds, everything that waits, and everything that passes values between items.</summary>
    private static KernelProgram SharedMemory(IRType type) => Program(type, (text, x, _, results) =>
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

    private static KernelProgram Mathematics() => Program(F32, (text, x, y, results) => results.AddRange(Functions(text, F32, x, y)));

    private static IEnumerable<Value> Comparisons(KernelText text, Value x, Value y) =>
        Enumerable.Range((int)Opcode.Eq, Opcode.GeU - Opcode.Eq + 1).Select(op => text.Op((Opcode)op, I1, x, y));

    private static IEnumerable<Value> Functions(KernelText text, IRType type, Value x, Value y) =>
        from op in Enumerable.Range((int)Opcode.Fma, Opcode.Atan2 - Opcode.Fma + 1).Select(op => (Opcode)op)
        select text.Op(op, type, op switch
        {
            Opcode.Fma => [x, y, x],
            Opcode.CopySign or Opcode.Pow or Opcode.Atan2 => [x, y],
            _ => [x],
        });

    private static CSource Emit(IRType type, Action<KernelText, Value, Value, List<Value>> compute) => CEmitter.Emit(Program(type, compute), Cuda);

    /// <summary>A kernel that loads two values and stores what is computed of them.</summary>
    private static KernelProgram Program(IRType type, Action<KernelText, Value, Value, List<Value>> compute)
    {
        var text = new KernelText("opcodes");
        Value input = text.View("input"), output = text.View("output");
        var item = text.Long(text.GlobalId());
        var results = new List<Value>();
        compute(text, text.Load(type, text.At(input, item, type.Size)), text.Load(type, text.At(input, item, type.Size, 8)), results);
        for (int number = 0; number < results.Count; number++)
            text.Store(text.At(output, item, 8, 8L * number), results[number]);
        return text.Program();
    }
}
