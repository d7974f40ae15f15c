using System.Text.RegularExpressions;
using GpuNet.Engine.IR;

namespace GpuNet.Engine.Tests.RandomPrograms;

/// <summary>
/// The C# source of a random kernel of the kind that people write: places divided into rows and columns, neighbours and
/// gathers, every type of number, structs, generic operations, loops of every kind of bound, early returns, atomics whose
/// result no order changes, and, in explicitly grouped kernels without returns, exchanges through shared memory at barriers.
/// </summary>
internal sealed partial class RandomProgram
{
    private readonly Random random;
    private readonly RandomExpressions expressions;
    private readonly List<string> lines = [];
    private readonly bool hasBarriers;
    private readonly string slotPlace;
    private int names;
    private int loops;
    private int budget;

    private RandomProgram(int seed)
    {
        random = new Random(seed);
        Launch = RandomLaunch.Make(random);
        hasBarriers = Launch.Index == KernelIndex.Explicit && random.Next(3) > 0;
        expressions = new RandomExpressions(random) 
        {
            Narrow = Pick(RandomExpressions.Integers), ReadsOwnPlaces = !(Launch.IsGuarded && hasBarriers), RowLength = Launch.RowLength,
        };
        budget = random.Next(6, 26);
        slotPlace = Pick(["{0} * 4 + {1}", "{1} * (count + 128) + {0}"]);
        Write(Launch.Prologue);
        Declare();
        foreach (string place in (string[])["item", "item", "row", "column", "bound", "columns", "count", .. Launch.Places])
            expressions.Places.Add(place);
        string own = Pick(["item", "item", "(count - 1 - item)", "(item % columns * rows + item / columns)"]);
        for (int slot = 0; slot < 4; slot++)
            expressions.OwnPlaces.Add(string.Format(slotPlace, own, slot));
        if (Launch.IsGuarded && !hasBarriers)
            Write(Pick(["if (item >= count) return;", "if (item > count - 1) { return; }"]));
        Statements(random.Next(3, 9), 0, isUniform: true);
        // An item beyond the count has no place of its own.
        Write(Launch.IsGuarded ? "if (item < count) {" : "{");
        foreach (var (type, variables) in expressions.Variables)
            foreach (string variable in variables)
                Store(type, variable);
        Write("}");
        Body = [.. lines];
    }

    public RandomLaunch Launch { get; }

    /// <summary>The statements, line by line.</summary>
    public string[] Body { get; }

    public string Narrow => expressions.Narrow;

    public static RandomProgram Make(int seed) => new(seed);

    /// <summary>The parameters that these statements use, in order.</summary>
    public IEnumerable<(string Type, string Name)> ParametersOf(IEnumerable<string> body)
    {
        var used = Word().Matches(string.Join('\n', body.Concat(Geometry(body)))).Select(match => match.Value).ToHashSet();
        return Launch.Parameters(Narrow).Where(parameter => used.Contains(parameter.Name));
    }

    /// <summary>A class with the kernel in it.</summary>
    public string Source(string className, IEnumerable<string> body) =>
        $$"""
        public static class {{className}}
        {
            public static void Kernel({{Launch.IndexParameter}}{{string.Join(", ", ParametersOf(body).Select(parameter => $"{parameter.Type} {parameter.Name}"))}})
            {
                unchecked
                {
        {{string.Join('\n', Geometry(body).Concat(body).Select(line => "            " + line))}}
                }
            }
        }
        """;

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();

    /// <summary>Declarations of what the statements mention of the item's place.</summary>
    private IEnumerable<string> Geometry(IEnumerable<string> body)
    {
        var used = Word().Matches(string.Join('\n', body)).Select(match => match.Value).ToHashSet();
        var declarations = new List<string>();
        foreach (var (name, declaration) in Launch.Geometry.Reverse())
        {
            if (!used.Contains(name))
                continue;
            used.UnionWith(Word().Matches(declaration).Select(match => match.Value));
            declarations.Add(declaration);
        }
        return Enumerable.Reverse(declarations);
    }

    private T Pick<T>(IReadOnlyList<T> list) => list[random.Next(list.Count)];

    private void Write(params IEnumerable<string> text) => lines.AddRange(text);

    private string Name(string prefix) => prefix + names++;

    private void Declare()
    {
        List<string> types = ["int", "int", "float", "uint", "bool"];
        for (int count = random.Next(4); count > 0; count--)
            types.Add(expressions.PickType());
        foreach (string type in types)
        {
            string name = Name(type[..1] + "v");
            Write($"{type} {name} = {(type switch { "bool" => "bound > 2", "Half" => "(Half)0.5f", _ => "3" })};");
            if (!expressions.Variables.TryGetValue(type, out var list))
                expressions.Variables.Add(type, list = []);
            list.Add(name);
        }
        Write("RandomPair pair = default;", "(int, float) two = (bound, scale);");
        if (random.Next(3) == 0)
        {
            Write("var ints = new int[8];");
            expressions.Arrays.Add("int", "ints");
        }
        if (random.Next(4) == 0)
        {
            Write("var floats = LocalMemory.Allocate<float>(8);", "for (int at = 0; at < 8; at++) floats[at] = at * 0.5f;");
            expressions.Arrays.Add("float", "floats");
        }
    }

    private string Variable(string type) => Pick(expressions.Variables[type]);

    private string AnyType() => Pick([.. expressions.Variables.Keys]);

    private string E(string type, int depth = 2) => expressions.Of(type, depth);

    private void Statements(int count, int depth, bool isUniform)
    {
        for (; count > 0; count--)
            Statement(depth, isUniform);
    }

    private void Block(string head, int depth, bool isUniform)
    {
        Write(head + " {");
        Statements(random.Next(1, 4), depth + 1, isUniform);
        Write("}");
    }

    private void Statement(int depth, bool isUniform)
    {
        if (--budget < 0)
            return;
        switch (depth < 3 ? random.Next(24) : random.Next(12))
        {
            case 0 or 1 or 2 or 3:
                Assign();
                break;
            case 4:
                Write($"pair.{Pick([$"Whole = {E("int")}", $"Small = {E("sbyte")}", $"Real = {E("float")}", $"Move({E("int", 1)})"])};");
                break;
            case 5:
                Write(Pick([
                    $"pair = xs[{expressions.Index()}];", $"two = ({E("int")}, two.Item2 + 1f);",
                    $"pair = new RandomPair {{ Whole = {E("int")}, Real = {E("float", 1)} }};"]));
                break;
            case 6:
                Call();
                break;
            case 7 when expressions.Arrays.Count > 0:
                var (type, array) = Pick([.. expressions.Arrays]);
                Write($"{array}[{E("int", 1)} & 7] {Pick(["=", "+="])} {E(type)};");
                break;
            case 7 or 8:
                string stored = AnyType();
                if (Launch.IsGuarded && hasBarriers)
                    Write("if (item < count) {");
                Store(stored, E(stored));
                if (Launch.IsGuarded && hasBarriers)
                    Write("}");
                break;
            case 9:
                Count();
                break;
            case 10 when !hasBarriers && (depth > 0 || random.Next(3) == 0):
                Write($"if ({E("bool")}) return;");
                break;
            case 10 or 11 when loops > 0:
                Write($"if ({E("bool")}) {Pick(["break", "continue"])};");
                break;
            case 12 or 13 or 14:
                If(depth, isUniform);
                break;
            case 15 or 16 or 17 or 18:
                Loop(depth, isUniform);
                break;
            case 19:
                Switch(depth);
                break;
            case 20 or 21 or 22 when hasBarriers && isUniform:
                Exchange();
                break;
            case 20:
                Forward(depth);
                break;
            default:
                Assign();
                break;
        }
    }

    private void Assign()
    {
        string type = AnyType();
        string target = Variable(type);
        Write(type is "int" or "uint" or "float" && random.Next(3) == 0
            ? $"{target} {Pick(["+=", "-=", "*="])} {E(type)};"
            : $"{target} = {E(type, random.Next(1, 4))};");
    }

    private void Store(string type, string value)
    {
        string place = Pick(expressions.OwnPlaces);
        Write(type switch
        {
            "int" => $"oi[{place}] {Pick(["=", "=", "+="])} {value};",
            "float" => $"of[{place}] = RandomHelpers.Clean({value});",
            "double" => $"of[{place}] = (float)RandomHelpers.Clean({value});",
            "Half" => $"of[{place}] = RandomHelpers.Clean({value});",
            "bool" => $"oi[{place}] = ({value}) ? 1 : 2;",
            _ when type == Narrow => $"on[{place}] = {value};",
            _ when random.Next(3) == 0 => $"os[{place}].Small = (sbyte)({value});",
            _ => $"oi[{place}] ^= (int)({value});",
        });
    }

    private void Call()
    {
        switch (random.Next(4))
        {
            case 0:
                Write($"{Variable("int")} = RandomHelpers.Divide({E("int", 1)}, ref {Variable("int")}, out {Variable("bool")});");
                break;
            case 1:
                Write($"{Variable("int")} = RandomHelpers.Fold<{Pick(["RandomSum", "RandomLarger"])}>(xi, {E("int", 1)}, {Pick(["bound", "row & 7", "5"])});");
                break;
            case 2:
                Write($"{Variable("int")} = RandomHelpers.Search(xi.SubView({Pick(["row", "bound", "item"])}, 16), {E("int", 1)});");
                break;
            default:
                string name = Name("ref");
                Write($"ref int {name} = ref {(random.Next(2) == 0 ? "pair.Whole" : Variable("int"))};", $"{name} += {E("int", 1)};");
                break;
        }
    }

    /// <summary>Atomics whose outcome is the same in any order, and atomics on the item's own place, whose result may be used.</summary>
    private void Count()
    {
        string at = Pick(["0", "bound & 1", "item & 1", "row & 1"]);
        Write(random.Next(9) switch
        {
            0 => $"Atomic.Add(ref ci[{at}], {E("int")});",
            1 => $"Atomic.Xor(ref ci[2 + ({at})], {E("int")});",
            2 => $"Atomic.Max(ref ci[4 + ({at})], {E("int")});",
            3 => $"Atomic.Min(ref ci[6 + ({at})], {E("int")});",
            4 => $"Atomic.{Pick(["Max(ref cl[0]", "Min(ref cl[1]", "Add(ref cl[2]", "And(ref cl[3]", "Or(ref cl[4]"])}, {E("long")});",
            5 => $"Atomic.{Pick(["Max(ref cu[0]", "Min(ref cu[1]", "Add(ref cu[2]", "And(ref cu[3]", "Or(ref cu[4]"])}, {E("uint")});",
            6 => $"Atomic.{Pick(["Max(ref cf[0]", "Min(ref cf[1]"])}, RandomHelpers.Clean({E("float")}));",
            7 => $"Atomic.Add(ref cf[2 + ({at})], {E("int", 1)} & 7);",
            _ when Launch.IsGuarded && hasBarriers => $"Atomic.Add(ref cl[5], {E("int")});",
            _ => $"{Variable("int")} = Atomic.{Pick(["Add", "Exchange", "Max", "Min", "And", "Or", "Xor"])}(ref oi[{Pick(expressions.OwnPlaces)}], {E("int")});",
        });
    }

    private void If(int depth, bool isUniform)
    {
        bool alike = random.Next(3) == 0;
        string condition = alike ? expressions.UniformCondition() : E("bool");
        Block($"if ({condition})", depth, isUniform && alike);
        if (random.Next(2) == 0)
            Block("else", depth, isUniform && alike);
    }

    private void Loop(int depth, bool isUniform)
    {
        string counter = Name("k");
        bool alike = random.Next(2) == 0;
        string bound = alike
            ? Pick(["bound", "columns & 7", Launch.Columns <= 16 && depth == 0 ? "columns" : "2", "4", "3", "bound / 2"])
            : Pick(["row & 3", "item & 3", "column & 7", $"({E("int", 1)} & 3)", "Math.Min(bound, column)", "xi[item] & 3"]);
        bool bounded = bound is "columns" or "columns & 7";
        string head = random.Next(5) switch
        {
            0 => $"for (int {counter} = ({bound}); {counter} > 0; {counter}--)",
            1 when !alike => $"for (int {counter} = column & 3; {counter} < 9; {counter} += 1 + bound)",
            2 when Launch.GroupX.Length > 0 && !alike => $"for (int {counter} = {Launch.GroupX}; {counter} < {Pick(["48", "columns", "row"])}; {counter} += Group.DimX)",
            _ => $"for (int {counter} = 0; {counter} < ({bound}); {counter}++)",
        };
        bool upwards = head.Contains($"int {counter} = 0;");
        bool hasBarrier = hasBarriers && isUniform && alike;
        Write(head + " {");
        expressions.Places.Add(counter);
        if (bounded && upwards)
            expressions.Counters.Add(counter);
        // Items that meet at a barrier stay together.
        int around = loops;
        loops = hasBarrier ? 0 : loops + 1;
        Statements(random.Next(1, 4), depth + 1, hasBarrier);
        loops = around;
        expressions.Places.Remove(counter);
        expressions.Counters.Remove(counter);
        Write("}");
    }

    private void Switch(int depth)
    {
        Write($"switch ({E("int", 1)} & 3) {{");
        int around = loops;
        loops = 0;
        for (int label = 0; label < 3; label++)
        {
            Write(label == 2 ? "default: {" : $"case {label}: {{");
            Statements(random.Next(1, 3), depth + 1, isUniform: false);
            Write("}", label == 0 && random.Next(3) == 0 ? "goto case 1;" : "break;");
        }
        loops = around;
        Write("}");
    }

    /// <summary>Leaves several blocks at once.</summary>
    private void Forward(int depth)
    {
        string label = Name("label"), counter = Name("k");
        Write($"for (int {counter} = 0; {counter} < 3; {counter}++) {{");
        Statements(1, depth + 1, isUniform: false);
        Write($"if ({E("bool")}) {{");
        Statements(1, depth + 2, isUniform: false);
        Write($"if ({E("bool")}) goto {label};", "}", "}");
        Statements(1, depth + 1, isUniform: false);
        Write($"{label}: ;");
    }

    private void Exchange()
    {
        string type = Pick(["int", "float", "long", "byte", "Half", "double"]);
        string shared = Name("shared");
        string other = Pick(["(local + 1) % size", "size - 1 - local", "0", "bound % size", "(item & 63) % size", "local"]);
        string target = Variable("int");
        switch (random.Next(7))
        {
            case 0:
                Write($"{target} = Group.Barrier{Pick([$"PopCount({E("bool")})", $"And({E("bool")}) ? 1 : 0", $"Or({E("bool")}) ? 1 : 0"])};");
                break;
            case 1:
                Write($"{target} = Group.Broadcast({E("int")}, {Pick(["0", "size - 1", "bound % size"])});");
                break;
            case 2:
                Write($"ref int {shared} = ref SharedMemory.Allocate<int>();", $"if (local == 0) {shared} = bound;", "Group.Barrier();",
                    $"Atomic.{Pick(["Add", "Max", "Xor"])}(ref {shared}, {E("int")});", "Group.Barrier();", $"{target} = {shared};", "Group.Barrier();");
                break;
            case 3:
                string step = Name("k");
                Write($"var {shared} = SharedMemory.Allocate<int>(64);", $"{shared}[local] = {E("int")};", "Group.Barrier();",
                    $"for (int {step} = 32; {step} > 0; {step} >>= 1) {{", $"if (local < {step} && local + {step} < size) {shared}[local] += {shared}[local + {step}];",
                    "Group.Barrier();", "}", $"{target} = {shared}[0];", "Group.Barrier();");
                break;
            case 4:
                Write($"var {shared} = SharedMemory.Allocate2DDenseX<int>(new Index2D(8, 8));", $"{shared}[local & 7, local >> 3] = {E("int")};", "Group.Barrier();",
                    $"{target} = {shared}[({other}) & 7, ({other}) >> 3];", "Group.Barrier();");
                break;
            case 5:
                Write($"var {shared} = SharedMemory.GetDynamic<int>();", $"{shared}[local] = {E("int")};", "Group.Barrier();", $"{target} += {shared}[{other}];", "Group.Barrier();");
                break;
            default:
                Write($"var {shared} = SharedMemory.Allocate<{type}>(64);", $"{shared}[local] = {E(type)};", "Group.Barrier();",
                    $"{target} = (int){shared}[{other}];", "Group.Barrier();");
                break;
        }
    }
}
