using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.C;

/// <summary>
/// CUDA C for compute capability 6.0 and above, without any header: only what the compiler itself knows. To be compiled as
/// C++17, with contraction off (<c>-fmad=false</c>): nothing but Fma may fuse.
/// </summary>
internal sealed class CudaDialect : Dialect
{
    private const string WholeWarp = "0xffffffffu";

    /// <summary>The largest group that the kernel is launched with, or null: a bound lets the compiler use more registers.</summary>
    public int? MostItemsOfGroup { get; init; }

    /// <summary>How many groups shall fit on a multiprocessor at once, or null. Takes a largest group.</summary>
    public int? LeastGroups { get; init; }

    public override int MostStaticSharedBytes => 48 << 10;
    public override string LongSuffix => "LL";
    public override string FunctionPrefix => "static __device__ __forceinline__ ";
    public override string KernelPrefix =>
        "extern \"C\" __global__ void " + (MostItemsOfGroup is { } items ? $"__launch_bounds__({items}{(LeastGroups is { } groups ? $", {groups}" : "")}) " : "");
    public override string SharedPrefix => "__shared__ ";
    public override string LinearLocalId => "((threadIdx.z * blockDim.y + threadIdx.y) * blockDim.x + threadIdx.x)";
    public override string Barrier => "__syncthreads()";
    public override int WarpSize => 32;
    public override string LaneId => $"((int)({LinearLocalId} % {WarpSize}))";
    public override string WarpBarrier => "__syncwarp()";
    public override string DynamicSharedDeclaration => "extern __shared__ __align__(16) unsigned char dynamic_shared[];";

    public override string Aligned(int bytes) => $" __attribute__((aligned({bytes})))";

    public override IEnumerable<string> Prologue(Requirements requirements) => [];

    // Whether a plain char is signed depends on the host that CUDA C is compiled for.
    public override string ScalarName(ScalarKind kind, bool unsigned) => (unsigned ? "unsigned " : kind == ScalarKind.Int8 ? "signed " : "") + kind switch
    {
        ScalarKind.Int1 => "bool",
        ScalarKind.Int8 => "char",
        ScalarKind.Int16 => "short",
        ScalarKind.Int32 => "int",
        ScalarKind.Int64 => "long long",
        ScalarKind.Float32 => "float",
        ScalarKind.Float64 => "double",
        _ => "void",
    };

    public override bool NamesChoices => true;

    public override bool JoinsAccesses { get; init; } = true;

    public override string VectorName(ScalarKind kind, int count) => $"{ScalarName(kind, false).Replace(' ', '_')}_x{count}";

    public override string VectorDeclaration(ScalarKind kind, int count, bool mayAlias)
    {
        string parts = string.Join(", ", Enumerable.Range(0, count).Select(VectorPart));
        return $"struct __align__({count * new IRType(kind).Size}) {VectorName(kind, count)} {{ {(mayAlias ? AliasedName(kind) : ScalarName(kind, false))} {parts}; }};";
    }

    public override string VectorLoad(ScalarKind kind, int count, CExpression pointer) =>
        $"*({VectorName(kind, count)}*){pointer.At(Precedence.Unary)}";

    public override string VectorStore(ScalarKind kind, int count, CExpression pointer, string values) =>
        $"*({VectorName(kind, count)}*){pointer.At(Precedence.Unary)} = {VectorName(kind, count)}{{ {values} }}";

    public override string AliasedDeclaration(ScalarKind kind) => $"typedef {ScalarName(kind, false)} {AliasedName(kind)} __attribute__((may_alias));";

    // All pointers are generic; the compiler finds out by itself where they point.
    public override string SpacePrefix(AddressSpace space) => "";

    public override string Bitcast(IRType to, string value) => to.Kind switch
    {
        ScalarKind.Float32 => $"__int_as_float({value})",
        ScalarKind.Float64 => $"__longlong_as_double({value})",
        ScalarKind.Int32 => $"__float_as_int({value})",
        _ => $"__double_as_longlong({value})",
    };

    public override CExpression WorkItem(Opcode op, int dimension) => Int($"{op switch
    {
        Opcode.LocalId => "threadIdx",
        Opcode.GroupId => "blockIdx",
        Opcode.GroupDim => "blockDim",
        _ => "gridDim",
    }}.{"xyz"[dimension]}");

    public override CExpression GlobalId(int dimension)
    {
        char axis = "xyz"[dimension];
        return Int($"(blockIdx.{axis} * blockDim.{axis} + threadIdx.{axis})");
    }

    public override string GroupCount(string vote) => $"__syncthreads_count({vote})";

    public override string Fence(FenceScope scope) => scope switch
    {
        FenceScope.Group => "__threadfence_block()",
        FenceScope.Device => "__threadfence()",
        _ => "__threadfence_system()",
    };

    public override string Shuffle(ShuffleKind kind, string value, string lane, string width) =>
        $"{(kind == ShuffleKind.Index ? "__shfl_sync" : $"__shfl_{kind.ToString().ToLowerInvariant()}_sync")}({WholeWarp}, {value}, {lane}, {width})";

    public override string MathFunction(Opcode op, IRType type)
    {
        bool isSingle = type == IRType.Float32;
        // These stay correctly rounded whatever the options say.
        if (op == Opcode.Fma)
            return isSingle ? "__fmaf_rn" : "__fma_rn";
        if (op == Opcode.Sqrt)
            return isSingle ? "__fsqrt_rn" : "__dsqrt_rn";
        bool hasIntrinsic = op is Opcode.Exp or Opcode.Log or Opcode.Log2 or Opcode.Log10 or Opcode.Sin or Opcode.Cos or Opcode.Tan;
        string name = op switch
        {
            Opcode.Abs => "fabs",
            Opcode.Rem => "fmod",
            Opcode.Ceiling => "ceil",
            Opcode.RoundToZero => "trunc",
            Opcode.RoundEven => "rint",
            _ => op.ToString().ToLowerInvariant(),
        };
        return (FastMath && hasIntrinsic && isSingle ? "__" : "") + name + (isSingle ? "f" : "");
    }

    public override string DivisionFunction(IRType type) => type == IRType.Float32 ? "__fdiv_rn" : "__ddiv_rn";

    // Half of the instructions.
    public override string ReciprocalFunction(IRType type) => type == IRType.Float32 ? "__frcp_rn" : "__drcp_rn";

    // CUDA's abs is signed, and leaves the smallest value undefined.
    public override string? BitFunction(Opcode op, IRType type) => op switch
    {
        Opcode.Abs => null,
        Opcode.PopCount => type.Size == 8 ? "__popcll" : "__popc",
        _ => type.Size == 8 ? "__clzll" : "__clz",
    };

    public override bool HasFloatAtomic(AtomicKind kind, IRType type) =>
        kind == AtomicKind.Add || (kind == AtomicKind.Exchange && type == IRType.Float32);

    public override string Atomic(AtomicKind kind, IRType type, AddressSpace space, string pointer, string value)
    {
        string name = kind switch
        {
            AtomicKind.Exchange => "Exch",
            AtomicKind.MinU => "Min",
            AtomicKind.MaxU => "Max",
            _ => kind.ToString(),
        };
        // Of 64 bits only Min and Max are also there for signed integers.
        bool unsigned = kind is AtomicKind.MinU or AtomicKind.MaxU || (type == IRType.Int64 && kind is not (AtomicKind.Min or AtomicKind.Max));
        return $"atomic{name}(({ScalarName(type.Kind, unsigned)}*){pointer}, {value})";
    }

    public override string AtomicCompareExchange(IRType type, AddressSpace space, string pointer, string comparand, string value) =>
        $"atomicCAS(({ScalarName(type.Kind, unsigned: type == IRType.Int64)}*){pointer}, {comparand}, {value})";

    private static CExpression Int(string text) => new("(int)" + text, Precedence.Unary, new CType(IRType.Int32));
}
