using System.Text;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.C;

/// <summary>
/// Small device functions for what C lacks or leaves undefined. Asking for one by its method puts its source in front of the
/// kernel, once, and gives its name.
/// </summary>
internal sealed class Helpers(Dialect dialect)
{
    private readonly Dictionary<string, string> sources = [];
    private readonly SortedSet<string> sharedDeclarations = new(StringComparer.Ordinal);

    /// <summary>The functions, in the order they were asked for.</summary>
    public IEnumerable<string> Sources => sources.Values;

    /// <summary>Declarations of shared variables that the functions work on, for the top of the kernel.</summary>
    public IEnumerable<string> SharedDeclarations => sharedDeclarations;

    public Requirements Requirements { get; private set; }

    /// <summary>The first instruction that needed each requirement.</summary>
    public Dictionary<Requirements, Instruction> Reasons { get; } = [];

    public void Require(Requirements requirement, Instruction instruction)
    {
        Requirements |= requirement;
        Reasons.TryAdd(requirement, instruction);
    }

    public static string Suffix(IRType type) => type.Kind switch
    {
        ScalarKind.Float32 => "f32",
        ScalarKind.Float64 => "f64",
        _ => $"i{type.Bits}",
    };

    /// <summary>Integer division that cannot trap: x / 0 is 0, and the smallest value over -1 wraps.</summary>
    public string Division(CType type, bool remainder)
    {
        string name = $"{(remainder ? "rem" : "div")}_{(type.Unsigned ? "u" : "i")}{type.Type.Bits}";
        string c = dialect.TypeName(type);
        string byMinusOne = remainder ? "0" : $"({c})(0 - ({dialect.TypeName(type.AsUnsigned)})a)";
        string special = type.Unsigned ? "b == 0 ? 0 : " : $"b == 0 ? 0 : b == -1 ? {byMinusOne} : ";
        return Add(name, $"{c} {name}({c} a, {c} b)", $"return {special}({c})(a {(remainder ? '%' : '/')} b);");
    }

    /// <summary>C#'s Min and Max: NaN wins, and -0 is below +0.</summary>
    public string Extremum(IRType type, bool isMin)
    {
        string name = $"{(isMin ? "min" : "max")}_{Suffix(type)}";
        string c = dialect.ScalarName(type.Kind, false);
        var bits = type == IRType.Float32 ? IRType.Int32 : IRType.Int64;
        // Equal values are the same bits or two zeros, whose signs decide.
        string zero = dialect.Bitcast(type, $"{dialect.Bitcast(bits, "a")} {(isMin ? '|' : '&')} {dialect.Bitcast(bits, "b")}");
        return Add(name, $"{c} {name}({c} a, {c} b)", $"return a {(isMin ? '<' : '>')} b || a != a ? a : a == b ? {zero} : b;");
    }

    /// <summary>Saturating conversion, with 0 for NaN.</summary>
    public string FloatToInteger(IRType from, CType to)
    {
        string name = $"{Suffix(from)}_to_{(to.Unsigned ? "u" : "i")}{to.Type.Bits}";
        string source = dialect.ScalarName(from.Kind, false), target = dialect.TypeName(to);
        string suffix = from == IRType.Float32 ? "f" : "";
        int bits = to.Type.Bits;
        // Powers of two are exact in every float type: the largest integer may not be.
        string limit = $"0x1p+{(to.Unsigned ? bits : bits - 1)}{suffix}";
        var (smallest, largest) = to.Unsigned ? (0L, -1L) : (long.MinValue >> (64 - bits), long.MaxValue >> (64 - bits));
        string low = Literals.Of(new Constant(to.Type, smallest), dialect, to.Unsigned).Text;
        string high = Literals.Of(new Constant(to.Type, largest), dialect, to.Unsigned).Text;
        string lowest = to.Unsigned ? $"x <= 0.0{suffix}" : $"x < -{limit}";
        return Add(name, $"{target} {name}({source} x)", $"return x != x ? 0 : {lowest} ? {low} : x >= {limit} ? {high} : ({target})x;");
    }

    /// <summary>The absolute value, unsigned: the smallest value has one, too.</summary>
    public string Absolute(CType type)
    {
        string name = $"abs_{Suffix(type.Type)}";
        string c = dialect.TypeName(type), result = dialect.TypeName(type.AsUnsigned);
        return Add(name, $"{result} {name}({c} x)", $"return x < 0 ? 0 - ({result})x : ({result})x;");
    }

    public string TrailingZeros(IRType type)
    {
        string name = $"ctz_{Suffix(type)}";
        string c = dialect.ScalarName(type.Kind, true), result = dialect.ScalarName(ScalarKind.Int32, false);
        return Add(name, $"{result} {name}({c} x)", $"return x == 0 ? {type.Bits} : {type.Bits - 1} - ({result}){dialect.BitFunction(Opcode.LeadingZeros, type)}(x & (0 - x));");
    }

    /// <summary>An atomic on floats as a loop of compare-and-swap. Its first read is atomic too: a plain one would be a race.</summary>
    public string FloatAtomic(Instruction atomic)
    {
        var type = atomic.Type;
        var space = atomic[0].Type.Space;
        var bits = type == IRType.Float32 ? IRType.Int32 : IRType.Int64;
        if (bits == IRType.Int64)
            Require(Requirements.Int64Atomics, atomic);
        string combined = atomic.AtomicKind switch
        {
            AtomicKind.Add => "old + value",
            AtomicKind.Min => $"{Extremum(type, isMin: true)}(old, value)",
            AtomicKind.Max => $"{Extremum(type, isMin: false)}(old, value)",
            AtomicKind.Exchange => "value",
            _ => throw new InvalidOperationException($"Atomic {atomic.AtomicKind} takes integers, not {type}."),
        };
        string name = $"atomic_{atomic.AtomicKind.ToString().ToLowerInvariant()}_{Suffix(type)}_{space.ToString().ToLowerInvariant()}";
        string c = dialect.ScalarName(type.Kind, false), raw = dialect.ScalarName(bits.Kind, false);
        return Add(name, $"{c} {name}({dialect.SpacePrefix(space)}{raw}* place, {c} value)",
            $"{raw} expected = {dialect.AtomicCompareExchange(bits, space, "place", "0", "0")};",
            "for (;;)",
            "{",
            $"    {c} old = {dialect.Bitcast(type, "expected")};",
            $"    {raw} found = {dialect.AtomicCompareExchange(bits, space, "place", "expected", dialect.Bitcast(bits, combined))};",
            "    if (found == expected)",
            "        return old;",
            "    expected = found;",
            "}");
    }

    /// <summary>How many items of the group voted true. The first barrier keeps the count until everybody has read the last one.</summary>
    public string GroupCount()
    {
        string c = dialect.ScalarName(ScalarKind.Int32, false), space = dialect.SpacePrefix(AddressSpace.Shared);
        sharedDeclarations.Add($"{dialect.SharedPrefix}{c} group_count;");
        return Add("count_group", $"{c} count_group({space}{c}* count, bool vote)",
            $"{dialect.Barrier};",
            $"if ({dialect.LinearLocalId} == 0)",
            "    *count = 0;",
            $"{dialect.Barrier};",
            "if (vote)",
            $"    {dialect.Atomic(AtomicKind.Add, IRType.Int32, AddressSpace.Shared, "count", "1")};",
            $"{dialect.Barrier};",
            "return *count;");
    }

    /// <summary>One item's value for the whole group.</summary>
    public string Broadcast(IRType type)
    {
        string name = $"broadcast_group_{Suffix(type)}";
        // A bool has no size of its own in shared memory.
        string c = dialect.ScalarName(type == IRType.Int1 ? ScalarKind.Int32 : type.Kind, false), space = dialect.SpacePrefix(AddressSpace.Shared);
        string index = dialect.ScalarName(ScalarKind.Int32, false);
        sharedDeclarations.Add($"{dialect.SharedPrefix}{c} broadcast_{Suffix(type)};");
        return Add(name, $"{c} {name}({space}{c}* shared, {c} value, {index} item)",
            $"{dialect.Barrier};",
            $"if (({index}){dialect.LinearLocalId} == item)",
            "    *shared = value;",
            $"{dialect.Barrier};",
            "return *shared;");
    }

    private string Add(string name, string signature, params ReadOnlySpan<string> body)
    {
        if (sources.ContainsKey(name))
            return name;
        var source = new StringBuilder().Append(dialect.FunctionPrefix).AppendLine(signature).AppendLine("{");
        foreach (string line in body)
            source.Append("    ").AppendLine(line);
        sources.Add(name, source.AppendLine("}").ToString());
        return name;
    }
}
