using System.Reflection;
using System.Text.RegularExpressions;
using GpuNet.Engine.IR;
using GpuNet.Engine.Tests.Frontend;

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
    private readonly RandomAliases aliases;
    private readonly Theme theme;
    private readonly bool hasBarriers;
    private readonly string slotPlace;
    private readonly string ownPart;
    private readonly string ownPlace;
    private bool hasPairs;
    private int names;
    private int loops;
    private int budget;

    private RandomProgram(int seed)
    {
        random = new Random(seed);
        Launch = RandomLaunch.Make(random);
        aliases = new RandomAliases(random);
        theme = (Theme)random.Next(5);
        hasBarriers = Launch.Index == KernelIndex.Explicit && (theme == Theme.Exchanges || random.Next(3) > 0);
        expressions = new RandomExpressions(random) 
        {
            Narrow = Pick(RandomExpressions.Integers), ReadsOwnPlaces = !(Launch.IsGuarded && hasBarriers), RowLength = Launch.RowLength,
            Aliases = aliases, HasEffects = random.Next(3) == 0, ReadsOwnPartOften = theme == Theme.Memory,
        };
        budget = random.Next(6, 32);
        slotPlace = Pick(["{0} * 4 + {1}", "{1} * (count + 128) + {0}"]);
        Declare();
        foreach (string place in (string[])["item", "item", "row", "column", "bound", "columns", "count", .. Launch.Places])
            expressions.Places.Add(place);
        string own = Pick(["item", "item", "(count - 1 - item)", "(item % columns * rows + item / columns)"]);
        // An item beyond the count has no part of its own.
        if (expressions.ReadsOwnPlaces && (theme == Theme.Memory || random.Next(2) == 0))
            expressions.OwnPart = Pick(["item", "(count - 1 - item)"]);
        ownPart = expressions.OwnPart ?? "item";
        for (int slot = 0; slot < 4; slot++)
            expressions.OwnPlaces.Add(string.Format(slotPlace, own, slot));
        ownPlace = own;
        if (Launch.IsGuarded && !hasBarriers)
            Write(Pick(["if (item >= count) return;", "if (item > count - 1) { return; }"]));
        Statements(random.Next(3, 9), 0, isUniform: true);
        // An item beyond the count has no place of its own.
        Write(Launch.IsGuarded ? "if (item < count) {" : "{");
        foreach (var (type, variables) in expressions.Variables)
            foreach (string variable in variables)
                Store(type, variable);
        string last = Pick(expressions.OwnPlaces);
        Write($"os[{last}] = pair;");
        if (random.Next(2) == 0)
            Write($"om[{last}] = mix;");
        if (random.Next(3) == 0)
            Write($"ob[{last}] = buffers;");
        if (random.Next(2) == 0)
            Write($"on[{last}] ^= ({Narrow})(second.Whole + two.Item1 + (int)second.Small);", $"of[{last}] += RandomHelpers.Clean(second.Real);");
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
        return RandomArguments.Views(Narrow).Concat(aliases.Parameters).Concat(Launch.NumberParameters).Where(parameter => used.Contains(parameter.Name));
    }

    /// <summary>The launches of the kernel of these statements.</summary>
    public IReadOnlyList<CheckedLaunch> Launches(MethodInfo kernel, IReadOnlyList<string> body)
    {
        var parameters = kernel.GetParameters().AsSpan(Launch.IndexParameter.Length > 0 ? 1 : 0).ToArray();
        return [.. Launch.Numbers.Select(numbers =>
        {
            var arguments = new RandomArguments(numbers, aliases);
            return new CheckedLaunch(
                numbers.Extent, numbers.Grid, numbers.Group,
                [.. ParametersOf(body).Zip(parameters, (parameter, of) => arguments.Of(parameter.Name, of.ParameterType))], RandomLaunch.DynamicSharedBytes);
        })];
    }

    /// <summary>A class with the kernel in it.</summary>
    public string Source(string className, IEnumerable<string> body) =>
        $$"""
        public static class {{className}}
        {
            public static unsafe void Kernel({{Launch.IndexParameter}}{{string.Join(", ", ParametersOf(body).Select(parameter => $"{parameter.Type} {parameter.Name}"))}})
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
            Write($"{type} {name} = {(type switch
            {
                "int" when random.Next(2) == 0 => "xi[item]",
                "float" when random.Next(2) == 0 => "xf[item]",
                "uint" when random.Next(2) == 0 => "(uint)item",
                "bool" when random.Next(2) == 0 => "column > bound",
                _ when type == Narrow && random.Next(2) == 0 => "xn[item]",
                "bool" => "bound > 2",
                "Half" => "(Half)0.5f",
                _ => $"({type})3",
            })};");
            if (!expressions.Variables.TryGetValue(type, out var list))
                expressions.Variables.Add(type, list = []);
            list.Add(name);
        }
        Write("RandomPair pair = default;", "(int, float) two = (bound, scale);", $"RandomPair second = {Pick(["default", "xs[item]", "nest.Inner"])};", $"RandomMix mix = {Pick(["default", "xm[item]"])};", "RandomBuffers buffers = default;");
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
        if (random.Next(8) == 0)
        {
            Write("var pairs = new RandomPair[4];");
            hasPairs = true;
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
        if (--budget < 0 || (random.Next(3) == 0 && ThemeStatement(isUniform)))
            return;
        switch (depth < 3 ? random.Next(30) : random.Next(12))
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
                Guarded(() => Store(stored, E(stored)));
                break;
            case 9 when random.Next(2) == 0:
                Guarded(Change);
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
            case 23 or 24:
                Guarded(Change);
                break;
            case 25:
                Structs();
                break;
            case 26 or 27:
                Reduce();
                break;
            default:
                Assign();
                break;
        }
    }

    /// <summary>What this program does more often than others.</summary>
    private bool ThemeStatement(bool isUniform)
    {
        switch (theme)
        {
            case Theme.Memory:
                Guarded(Change);
                return true;
            case Theme.Exchanges when hasBarriers && isUniform:
                Exchange();
                return true;
            case Theme.Reductions:
                Reduce();
                return true;
            case Theme.Structs:
                Structs();
                return true;
            default:
                return false;
        }
    }

    private enum Theme
    {
        None,
        Memory,
        Exchanges,
        Reductions,
        Structs,
    }

    /// <summary>What an item beyond the count, which is only there for the barriers, must not do.</summary>
    private void Guarded(Action write)
    {
        bool isGuarded = Launch.IsGuarded && hasBarriers;
        if (isGuarded)
            Write("if (item < count) {");
        write();
        if (isGuarded)
            Write("}");
    }

    private void Assign()
    {
        string type = AnyType();
        string target = Variable(type);
        Write(type is "int" or "uint" or "float" && random.Next(3) == 0
            ? $"{target} {Pick(["+=", "-=", "*="])} {E(type)};"
            : $"{target} = {E(type, random.Next(1, 4))};");
    }

    private void If(int depth, bool isUniform)
    {
        bool alike = random.Next(3) == 0;
        string condition = alike ? expressions.UniformCondition() : E("bool");
        Block($"if ({condition})", depth, isUniform && alike);
        if (random.Next(2) == 0)
            Block("else", depth, isUniform && alike);
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
}
