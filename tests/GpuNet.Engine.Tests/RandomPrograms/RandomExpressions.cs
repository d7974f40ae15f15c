namespace GpuNet.Engine.Tests.RandomPrograms;

/// <summary>
/// Random C# expressions of every type over a program's variables, its place in the launch, and what it may read. They
/// never divide by zero, read out of bounds or overflow where C# throws, and what they give does not depend on which NaN a
/// processor makes.
/// </summary>
internal sealed class RandomExpressions(Random random)
{
    public static readonly string[] Integers = ["sbyte", "byte", "short", "ushort", "int", "uint", "long", "ulong", "char"];
    public static readonly string[] Floats = ["Half", "float", "double"];

    private static readonly string[] Constants = ["0", "1", "2", "3", "5", "7", "16", "31", "100", "127", "-1", "int.MaxValue", "int.MinValue", "0x7ffffff0", "65535", "-128"];
    private static readonly string[] RealConstants = ["0f", "-0f", "1f", "-0.5f", "0.375f", "3f", "100f", "-7.25f", "1e-3f", "65504f"];

    /// <summary>Names of variables, by type.</summary>
    public Dictionary<string, List<string>> Variables { get; } = [];

    /// <summary>Integers that are not negative and small: places in the launch, and counters of the loops around.</summary>
    public List<string> Places { get; } = [];

    /// <summary>Counters of the loops around, each less than <c>columns</c>.</summary>
    public List<string> Counters { get; } = [];

    /// <summary>Where in the outputs an item may write, of those it also may read.</summary>
    public List<string> OwnPlaces { get; } = [];

    /// <summary>Whether each item has a place of its own.</summary>
    public bool ReadsOwnPlaces { get; init; } = true;

    /// <summary>What rows are long.</summary>
    public string RowLength { get; init; } = "columns";

    /// <summary>The element type of the arrays <c>xn</c> and <c>on</c>.</summary>
    public string Narrow { get; init; } = "short";

    /// <summary>The buffer with several views.</summary>
    public required RandomAliases Aliases { get; init; }

    /// <summary>The item whose part of that buffer may be read; null where none may.</summary>
    public string? OwnPart { get; set; }

    public bool ReadsOwnPartOften { get; init; }

    /// <summary>Whether a variable may change in an expression.</summary>
    public bool HasEffects { get; init; }

    /// <summary>Arrays of eight elements of the item's own, by type.</summary>
    public Dictionary<string, string> Arrays { get; } = [];

    public T Pick<T>(IReadOnlyList<T> list) => list[random.Next(list.Count)];

    public string PickType() => random.Next(3) switch { 0 => "int", 1 => "float", _ => random.Next(4) == 0 ? Pick(Floats) : Pick(Integers) };

    public string Of(string type, int depth) => type switch
    {
        "bool" => Bool(depth),
        "Half" or "float" or "double" => Float(type, depth),
        _ => Integer(type, depth),
    };

    /// <summary>The same for all items of the launch.</summary>
    public string UniformCondition() =>
        Pick(["bound > 3", "columns < 8", "(count & 1) == 0", "bound == 1", "columns == 1", "scale > 0", "narrow > 2", "nest.Inner.Whole != bound"]);

    public string Place() => Pick(Places);

    /// <summary>An index into an input.</summary>
    public string Index() => random.Next(17) switch
    {
        0 or 1 or 2 => "item",
        3 => "item + bound",
        4 => "item * 2 + 1",
        5 => "row",
        6 => "column",
        7 => $"row * {RowLength} + " + (Counters.Count > 0 ? Pick(Counters) : "column"),
        8 => "count + 11 - item",
        9 => "bound",
        10 => Place(),
        11 => "item * 3 + " + Pick(Constants[..4]),
        12 => "(long)item + bound",
        13 => $"(int)(({Integer("uint", 1)}) % 64u)",
        14 => $"row * {RowLength} + (column ^ 1)",
        15 => "item / 2",
        _ => $"({Integer("int", 1)}) & 63",
    };

    private string Bool(int depth) => (depth == 0 ? random.Next(2) : random.Next(12)) switch
    {
        0 when Variables.ContainsKey("bool") => Pick(Variables["bool"]),
        0 or 1 => $"{Place()} {Pick(["<", ">=", "==", "!="])} {Pick(["bound", "3", "columns", Place()])}",
        2 => $"({Bool(depth - 1)} {Pick(["&&", "||", "&", "|", "^"])} {Bool(depth - 1)})",
        3 => $"!({Bool(depth - 1)})",
        4 => $"float.IsNaN({Float("float", depth - 1)})",
        5 => $"({Integer("int", depth - 1)} & {Pick(Constants)}) == 0",
        6 => Pick(["mix.Flag", $"xm[{Index()}].Flag", "mix.Kind > RandomKind.Low", $"xm[{Index()}].Kind == RandomKind.High"]),
        7 when HasEffects && Variables.ContainsKey("int") => $"RandomHelpers.Step(ref {Pick(Variables["int"])}, {Integer("int", depth - 1)})",
        7 => $"float.{Pick(["IsInfinity", "IsFinite", "IsNegative", "IsInteger", "IsNormal", "IsSubnormal"])}(RandomHelpers.Clean({Float("float", depth - 1)}))",
        _ => Comparison(depth - 1),
    };

    private string Comparison(int depth)
    {
        string type = PickType();
        return $"({Of(type, depth)} {Pick(["<", "<=", ">", ">=", "==", "!="])} {Of(type, depth)})";
    }

    private string Leaf(string type) => random.Next(4) switch
    {
        0 when type != "Half" => $"({type}){Place()}",
        1 => $"({type}){(Floats.Contains(type) ? $"({Pick(RealConstants)})" : Pick(Constants))}",
        2 when Variables.ContainsKey("int") => $"({type}){Pick(Variables["int"])}",
        _ when Variables.TryGetValue(type, out var names) => Pick(names),
        _ => $"({type}){Place()}",
    };

    private string Converted(string type, int depth)
    {
        string from = random.Next(5) == 0 ? Pick(Floats) : Pick(Integers);
        return $"({type})({Of(from, depth)})";
    }

    private string Loaded(string type) => type switch
    {
        "int" when random.Next(3) == 0 && ReadsOwnPlaces => $"oi[{Pick(OwnPlaces)}]",
        "float" when random.Next(5) == 0 && ReadsOwnPlaces => $"of[{Pick(OwnPlaces)}]",
        "int" when random.Next(6) == 0 => $"xi.SubView(bound, 64)[{Pick(["item & 63", "bound", "column & 63"])}]",
        "int" when random.Next(6) == 0 => $"xs[{Index()}].{Pick(["Whole", "Small"])}",
        "float" when random.Next(6) == 0 => $"xs[{Index()}].Real",
        "float" when random.Next(5) == 0 => $"{Pick(["wide", "tall"])}[{Pick(["row & 7, column & 7", "column & 7, row & 7", "bound & 7, item & 7", "item & 7, item & 7"])}]",
        "int" => $"xi[{Index()}]",
        "float" => $"xf[{Index()}]",
        "double" => $"xd[{Index()}]",
        "Half" => $"xh[{Index()}]",
        _ when type == Narrow && random.Next(3) == 0 && ReadsOwnPlaces => $"on[{Pick(OwnPlaces)}]",
        _ => $"({type})xn[{Index()}]",
    };

    private string Integer(string type, int depth)
    {
        if (depth == 0)
            return Leaf(type);
        string A() => Integer(type, depth - 1);
        string B() => Integer(type, random.Next(depth));
        return (ReadsOwnPartOften && random.Next(3) == 0 ? 23 : random.Next(26)) switch
        {
            0 or 1 or 2 => $"({type})({A()} {Pick(["+", "-", "*"])} {B()})",
            3 => $"({type})({A()} {Pick(["&", "|", "^"])} {B()})",
            4 => $"({type})({A()} {Pick(["/", "%"])} ({type})(({B()} & 15) + 1))",
            5 => $"({type})({A()} {Pick(["/", "%"])} ({type}){Pick(["columns", "3", "8", "10"])})",
            6 => $"({type})({A()} {Pick(["<<", ">>", ">>>"])} {Integer("int", 0)})",
            7 => type == "ulong" ? $"~({A()})" : $"({type})({Pick(["-", "~"])}({A()}))",
            8 when type != "char" => random.Next(4) == 0
                ? $"Math.Clamp({A()}, ({type})({Pick(["columns", "0", "3"])} & 63), ({type})(64 + (bound & 7)))"
                : $"Math.{Pick(["Min", "Max"])}({A()}, {B()})",
            8 => $"({type})Math.{Pick(["Min", "Max"])}({A()}, {B()})",
            9 when type is "int" or "long" or "short" or "sbyte" => $"Math.Abs(({type})({A()} | 1))",
            9 => $"({type})IntrinsicMath.BitOperations.{Pick(["PopCount", "LeadingZeroCount", "TrailingZeroCount"])}({Integer(Pick(["int", "uint", "long", "ulong"]), depth - 1)})",
            10 => $"({Bool(depth - 1)} ? {A()} : {B()})",
            11 or 12 => Loaded(type),
            13 => Converted(type, depth - 1),
            14 when Arrays.TryGetValue(type, out string? array) => $"{array}[{Integer("int", depth - 1)} & 7]",
            14 => $"({type})(({Integer("long", depth - 1)} * {Integer("int", 0)}) >> 32)",
            15 => $"({type})(({Integer("uint", depth - 1)} * (ulong){Integer("uint", 0)}) >> 32)",
            16 when type == "int" => $"Interop.FloatAsInt(RandomHelpers.Clean({Float("float", depth - 1)}))".Insert(0, "(int)"),
            16 when type == "ulong" => $"Interop.FloatAsInt(RandomHelpers.Clean({Float("double", depth - 1)}))",
            17 => $"({type})({Pick(["pair.Whole", "pair.Small", "pair.Sum(bound)", "nest.Inner.Small", "nest.First", "nest.Last", "two.Item1", "narrow"])})",
            18 => $"({type})({Place()} {Pick(["/", "%"])} {Pick(["columns", "(int)narrow", "5", "16", "(bound + 1)"])})",
            19 when HasEffects && Variables.TryGetValue(type, out var changed) => $"({Pick([$"{Pick(changed)}++", $"--{Pick(changed)}", $"{Pick(changed)} += {A()}", $"{Pick(changed)} = {A()}"])})",
            20 => $"({type})RandomHelpers.{Pick(["Blend", "Mixed"])}<{type}>({A()}, {B()})",
            21 => $"({type})(({Integer(type, depth - 1)} {Pick(["/", "%"])} {Pick(Divisors(type))}))",
            22 => Bits(type, depth),
            23 when Loads() is var (loadedType, loaded) => loadedType is "RandomFull" or "RandomFullNest" ? $"({type}){loaded}.{(loadedType == "RandomFull" ? Pick(["Whole", "Small", "Second"]) : Pick(["First", "Last", "Inner.Whole", "Inner.Small"]))}"
                : loadedType == type ? loaded : Floats.Contains(loadedType) ? $"({type})RandomHelpers.Clean({loaded})" : $"({type})({loaded})",
            24 => $"({type})({Pick([$"xm[{Index()}].Tiny", $"xm[{Index()}].Letter", $"(int)xm[{Index()}].Kind", $"xm[{Index()}].Two.Item1", $"xm[{Index()}].Pair.Whole", "mix.Tiny", "mix.Letter", "mix.Two.Item1", "(byte)mix.Kind", "mix.Pair.Small", "second.Whole", $"buffers.Whole[({Integer("int", 0)}) & 3]", $"buffers.Small[(int)((uint)({Integer("int", 0)}) % 6u)]"])})",
            25 => $"(({Integer("int", depth - 1)} & 3) switch {{ 0 => {A()}, 1 => {B()}, 2 => ({type})3, _ => {B()} }})",
            _ => $"({Bool(depth - 1)} ? ({type})1 : ({type})0)",
        };
    }

    private (string Type, string Text)? Loads() => OwnPart is null ? null : Aliases.Element(OwnPart, Integer("int", 0));

    /// <summary>Constants that integers of a type are divided by.</summary>
    private static string[] Divisors(string type) => type switch
    {
        "sbyte" => ["-3", "7", "-128", "127", "2"],
        "short" => ["-3", "7", "-32768", "1000", "64"],
        "int" => ["-3", "7", "int.MinValue", "int.MaxValue", "-8", "64", "641", "10", "-1000000007"],
        "long" => ["-3", "7", "long.MinValue", "long.MaxValue", "-16", "10", "1000000007L", "3L"],
        "byte" => ["7", "200", "16"],
        "ushort" or "char" => ["7", "40000", "256", "10"],
        "uint" => ["7u", "0x80000000u", "uint.MaxValue", "10u", "641u", "256u"],
        _ => ["7ul", "0x8000000000000000ul", "ulong.MaxValue", "10ul", "3ul", "4294967297ul"],
    };

    private string Bits(string type, int depth)
    {
        string A(string of) => Integer(of, depth - 1);
        return random.Next(8) switch
        {
            0 => $"({type})BitOperations.RotateLeft({A("uint")}, {A("int")})",
            1 => $"({type})BitOperations.RotateRight({A("ulong")}, {A("int")})",
            2 => $"({type})BitOperations.{Pick(["PopCount", "LeadingZeroCount", "Log2"])}({A(Pick(["uint", "ulong"]))})",
            3 => $"({type})BitOperations.TrailingZeroCount({A(Pick(["uint", "ulong", "int", "long"]))})",
            4 => $"({type})Math.BigMul({A("int")}, {A("int")})",
            5 => $"({type})Math.DivRem({A("int")}, ({A("int")} & 15) + 1).{Pick(["Quotient", "Remainder"])}",
            6 => $"({type})Math.Sign({A(Pick(["int", "long", "short", "sbyte"]))})",
            _ => $"({type})((byte)({A("int")}) << 24 | (ushort)({A("int")}) >> 3)",
        };
    }

    private string Float(string type, int depth)
    {
        if (depth == 0)
            return Leaf(type);
        string A() => Float(type, depth - 1);
        string B() => Float(type, random.Next(depth));
        string math = type == "double" ? "Math" : "MathF";
        switch (random.Next(20))
        {
            case 0 or 1 or 2:
                return $"({A()} {Pick(["+", "-", "*"])} {B()})";
            case 3:
                return $"({A()} / {B()})";
            case 4 when type != "Half":
                return $"{math}.FusedMultiplyAdd({A()}, {B()}, {B()})";
            case 5 when type != "Half":
                return random.Next(2) == 0 ? $"{math}.Max({A()}, {B()})" : $"RandomHelpers.Lesser({A()}, {B()})";
            case 6 when type != "Half":
                return $"{math}.{Pick(["Abs", "Sqrt", "Floor", "Ceiling", "Truncate"])}({A()})";
            case 6:
                return $"Half.Abs({A()})";
            case 7 when type == "float":
                return $"MathF.CopySign({A()}, RandomHelpers.Clean({B()}))";
            case 7 when type == "double":
                return $"({A()} % {B()})";
            case 8:
                return $"({Bool(depth - 1)} ? {A()} : {B()})";
            case 9 or 10:
                return Loaded(type);
            case 11 when Arrays.TryGetValue(type, out string? array):
                return $"{array}[{Integer("int", depth - 1)} & 7]";
            case 12 when type == "float":
                return $"RandomHelpers.Apply({Operation()}, {A()}, {Integer("int", 0)})";
            case 13 when type != "Half":
                return $"({type})({Pick(["pair.Real", "scale", "nest.Inner.Real", "two.Item2"])})";
            case 14:
                return $"(-({A()}))";
            case 15 when type != "Half":
                return Pick([
                    $"{math}.Round({A()})", $"{math}.Round({A()}, MidpointRounding.{Pick(["AwayFromZero", "ToZero", "ToPositiveInfinity", "ToNegativeInfinity", "ToEven"])})",
                    $"{math}.CopySign({A()}, RandomHelpers.Clean({B()}))", $"{math}.Clamp({A()}, -1, 3)".Replace("MathF.Clamp", "Math.Clamp"), $"({type}){math}.Sign(RandomHelpers.Clean({A()}))"]);
            case 16 when type != "Half":
                return $"RandomHelpers.Blend<{type}>({A()}, RandomHelpers.Clean({B()}))";
            case 17 when Loads() is var (loadedType, loaded):
                return loadedType is "RandomFull" or "RandomFullNest" ? $"({type})RandomHelpers.Clean({loaded}.{(loadedType == "RandomFull" ? "Real" : "Inner.Real")})"
                    : Floats.Contains(loadedType) ? $"({type})RandomHelpers.Clean({loaded})" : $"({type})({loaded})";
            case 18:
                return $"({type})({Pick([$"xm[{Index()}].Part", $"xm[{Index()}].Two.Item2", $"xm[{Index()}].Pair.Real", "mix.Part", "mix.Two.Item2", "second.Real", "buffers.Real"])})";
            case 19 when type == "float":
                return $"({A()} % {B()})";
            case 19 when HasEffects && Variables.TryGetValue(type, out var changed):
                return $"({Pick(changed)} {Pick(["=", "+=", "*="])} {A()})";
            default:
                return Converted(type, depth - 1);
        }
    }

    private string Operation() => random.Next(3) switch
    {
        0 => $"new RandomScale({Float("float", 0)})",
        1 => "new RandomBend()",
        _ => $"new RandomChain<RandomBend, RandomScale>(new RandomBend(), new RandomScale({Float("float", 0)}))",
    };
}
