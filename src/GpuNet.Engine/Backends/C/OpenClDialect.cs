using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.C;

/// <summary>OpenCL C 1.2: no generic address space, no sub-groups.</summary>
internal sealed class OpenClDialect : Dialect
{
    public override string LongSuffix => "L";
    public override string FunctionPrefix => "static ";
    public override string KernelPrefix => "__kernel void ";
    public override string SharedPrefix => "__local ";
    public override string LinearLocalId =>
        "((get_local_id(2) * get_local_size(1) + get_local_id(1)) * get_local_size(0) + get_local_id(0))";
    public override string Barrier => "barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE)";
    public override string DynamicSharedParameter => "__local uchar* dynamic_shared";

    public override string Aligned(int bytes) => $" __attribute__((aligned({bytes})))";

    public override IEnumerable<string> Prologue(Requirements requirements)
    {
        if (requirements.HasFlag(Requirements.Float64))
            yield return "#pragma OPENCL EXTENSION cl_khr_fp64 : enable";
        if (requirements.HasFlag(Requirements.Int64Atomics))
        {
            yield return "#pragma OPENCL EXTENSION cl_khr_int64_base_atomics : enable";
            yield return "#pragma OPENCL EXTENSION cl_khr_int64_extended_atomics : enable";
        }
        yield return "#pragma OPENCL FP_CONTRACT OFF";
    }

    public override string ScalarName(ScalarKind kind, bool unsigned) => (unsigned ? "u" : "") + kind switch
    {
        ScalarKind.Int1 => "bool",
        ScalarKind.Int8 => "char",
        ScalarKind.Int16 => "short",
        ScalarKind.Int32 => "int",
        ScalarKind.Int64 => "long",
        ScalarKind.Float32 => "float",
        ScalarKind.Float64 => "double",
        _ => "void",
    };

    public override bool JoinsAccesses { get; init; }

    public override string VectorName(ScalarKind kind, int count) => $"{ScalarName(kind, false)}{count}";

    public override string VectorLoad(ScalarKind kind, int count, CExpression pointer) => $"vload{count}(0, {pointer})";

    public override string VectorStore(ScalarKind kind, int count, CExpression pointer, string values) =>
        $"vstore{count}(({VectorName(kind, count)})({values}), 0, {pointer})";

    public override string AliasedDeclaration(ScalarKind kind) => $"typedef {ScalarName(kind, false)} {AliasedName(kind)} __attribute__((may_alias));";

    public override string SpacePrefix(AddressSpace space) => space switch
    {
        AddressSpace.Global => "__global ",
        AddressSpace.Shared => "__local ",
        AddressSpace.Private => "__private ",
        _ => throw new InvalidOperationException($"OpenCL C has no pointers into the {space} address space."),
    };

    public override string Bitcast(IRType to, string value) => $"as_{ScalarName(to.Kind, false)}({value})";

    public override CExpression WorkItem(Opcode op, int dimension) => Int($"{op switch
    {
        Opcode.LocalId => "get_local_id",
        Opcode.GroupId => "get_group_id",
        Opcode.GroupDim => "get_local_size",
        _ => "get_num_groups",
    }}({dimension})");

    public override CExpression GlobalId(int dimension) => Int($"get_global_id({dimension})");

    public override string Fence(FenceScope scope) => "mem_fence(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE)";

    public override string MathFunction(Opcode op, IRType type)
    {
        string name = op switch
        {
            Opcode.Abs => "fabs",
            Opcode.Rem => "fmod",
            Opcode.Ceiling => "ceil",
            Opcode.RoundToZero => "trunc",
            Opcode.RoundEven => "rint",
            _ => op.ToString().ToLowerInvariant(),
        };
        bool hasNative = op is Opcode.Rsqrt or Opcode.Exp or Opcode.Exp2 or Opcode.Log or Opcode.Log2 or Opcode.Log10
            or Opcode.Sin or Opcode.Cos or Opcode.Tan;
        return FastMath && hasNative && type == IRType.Float32 ? "native_" + name : name;
    }

    // The built-in functions are overloaded for all integers.
    public override string BitFunction(Opcode op, IRType type) => op switch
    {
        Opcode.Abs => "abs",
        Opcode.PopCount => "popcount",
        _ => "clz",
    };

    public override bool HasFloatAtomic(AtomicKind kind, IRType type) => type == IRType.Float32 && kind == AtomicKind.Exchange;

    public override string Atomic(AtomicKind kind, IRType type, AddressSpace space, string pointer, string value)
    {
        string name = kind switch
        {
            AtomicKind.Exchange => "xchg",
            AtomicKind.MinU => "min",
            AtomicKind.MaxU => "max",
            _ => kind.ToString().ToLowerInvariant(),
        };
        bool unsigned = kind is AtomicKind.MinU or AtomicKind.MaxU;
        return $"{Family(type)}_{name}({Volatile(type, space, unsigned)}{pointer}, {value})";
    }

    public override string AtomicCompareExchange(IRType type, AddressSpace space, string pointer, string comparand, string value) =>
        $"{Family(type)}_cmpxchg({Volatile(type, space, false)}{pointer}, {comparand}, {value})";

    // The 64-bit functions of the extensions kept the names that the 32-bit ones had in OpenCL 1.0.
    private static string Family(IRType type) => type.Size == 8 ? "atom" : "atomic";

    private string Volatile(IRType type, AddressSpace space, bool unsigned) =>
        $"(volatile {SpacePrefix(space)}{ScalarName(type.Kind, unsigned)}*)";

    private static CExpression Int(string text) => new("(int)" + text, Precedence.Unary, new CType(IRType.Int32));
}
