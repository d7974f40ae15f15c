using System.Globalization;
using System.Text;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Backends.Ptx;

/// <summary>The body of a kernel in PTX while it is written: its instructions, and the registers that they use.</summary>
internal sealed class PtxText
{
    /// <summary>Prefixes of registers' names, with the type each is declared with.</summary>
    private static readonly (string Prefix, string Type)[] Kinds =
        [("%p", ".pred"), ("%h", ".b16"), ("%r", ".b32"), ("%rd", ".b64"), ("%f", ".f32"), ("%fd", ".f64")];

    private readonly StringBuilder body = new();
    private readonly Dictionary<string, int> counts = [];
    private readonly Dictionary<Value, string> registers = [];
    private int labels;

    public string Body => body.ToString();

    /// <summary>Declarations of the registers in use.</summary>
    public IEnumerable<string> Declarations =>
        from kind in Kinds
        where counts.ContainsKey(kind.Prefix)
        select $".reg {kind.Type} {kind.Prefix}<{counts[kind.Prefix]}>;";

    public void Add(string instruction) => body.Append('\t').Append(instruction).AppendLine(";");

    public void Place(string label) => body.Append(label).AppendLine(":");

    public string NewLabel() => $"$L{labels++}";

    /// <summary>A new register of a kind, such as <c>%rd</c>.</summary>
    public string New(string prefix)
    {
        int number = counts.GetValueOrDefault(prefix);
        counts[prefix] = number + 1;
        return prefix + number.ToString(CultureInfo.InvariantCulture);
    }

    public string New(IRType type) => New(Prefix(type));

    /// <summary>The register of a value that is no constant.</summary>
    public string this[Value value] => registers.TryGetValue(value, out string? register) ? register : registers[value] = New(value.Type);

    /// <summary>A value as an operand: its register, or its bits.</summary>
    public string Operand(Value value) => value switch
    {
        Constant { Type.Kind: ScalarKind.Int1 } => Register(value),
        Constant constant => Literal(constant),
        _ => this[value],
    };

    /// <summary>A value in a register: not every operand may be a constant.</summary>
    public string Register(Value value)
    {
        if (value is not Constant constant)
            return this[value];
        string register = New(value.Type);
        Add($"mov.{Bits(value.Type)} {register}, {Literal(constant)}");
        return register;
    }

    /// <summary>The kind of register that holds a type. Integers of 8 and 16 bits are held sign-extended to 32.</summary>
    public static string Prefix(IRType type) => type.Kind switch
    {
        ScalarKind.Int1 => "%p",
        ScalarKind.Int64 or ScalarKind.Pointer => "%rd",
        ScalarKind.Float32 => "%f",
        ScalarKind.Float64 => "%fd",
        _ => "%r",
    };

    /// <summary>The type suffix of moves and selections.</summary>
    public static string Bits(IRType type) => type.Kind switch
    {
        ScalarKind.Int1 => "pred",
        ScalarKind.Int64 or ScalarKind.Pointer => "b64",
        ScalarKind.Float32 => "f32",
        ScalarKind.Float64 => "f64",
        _ => "b32",
    };

    private static string Literal(Constant constant) => constant.Type.Kind switch
    {
        ScalarKind.Int1 => constant.IsZero ? "0" : "-1",
        ScalarKind.Float32 => $"0f{(uint)constant.Bits:X8}",
        ScalarKind.Float64 => $"0d{(ulong)constant.Bits:X16}",
        _ => constant.Bits.ToString(CultureInfo.InvariantCulture),
    };
}
