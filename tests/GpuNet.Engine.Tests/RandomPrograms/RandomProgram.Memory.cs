namespace GpuNet.Engine.Tests.RandomPrograms;

/// <summary>Statements that write to memory and structs.</summary>
internal sealed partial class RandomProgram
{
    private void Store(string type, string value)
    {
        string place = Pick(expressions.OwnPlaces);
        Write(type switch
        {
            "int" => $"oi[{place}] {Pick(["=", "^=", "+="])} {value};",
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
        switch (random.Next(6))
        {
            case 4:
                Write($"{Variable("int")} += RandomHelpers.Count(xi, {Pick(["item", "bound", "row & 31"])}, {Pick(["bound", "item & 7", "3"])});");
                break;
            case 5:
                string array = Name("local"), at = E("int", 1);
                Write($"var {array} = new {Pick(["int", "long", "short"])}[{Pick(["3", "7"])}];", $"{array}[(int)((uint)({at}) % 3u)] = 7;", $"{array}[1] += {array}[(int)((uint)({E("int", 1)}) % 3u)];",
                    $"{Variable("int")} ^= (int)({array}[0] + {array}[1] * 3 + {array}[2] * 5);");
                break;
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
        Write(random.Next(13) switch
        {
            0 => $"Atomic.Add(ref ci[{at}], {E("int")});",
            1 => $"Atomic.Xor(ref ci[2 + ({at})], {E("int")});",
            2 => $"Atomic.Max(ref ci[4 + ({at})], {E("int")});",
            3 => $"Atomic.Min(ref ci[6 + ({at})], {E("int")});",
            4 => $"Atomic.{Pick(["Max(ref cl[0]", "Min(ref cl[1]", "Add(ref cl[2]", "And(ref cl[3]", "Or(ref cl[4]"])}, {E("long")});",
            5 => $"Atomic.{Pick(["Max(ref cu[0]", "Min(ref cu[1]", "Add(ref cu[2]", "And(ref cu[3]", "Or(ref cu[4]"])}, {E("uint")});",
            6 => $"Atomic.{Pick(["Max(ref cf[0]", "Min(ref cf[1]"])}, RandomHelpers.Clean({E("float")}));",
            7 => $"Atomic.Add(ref cf[2 + ({at})], {E("int", 1)} & 7);",
            8 => $"Atomic.{Pick(["Max(ref cl[0]", "Min(ref cl[1]"])}, (long){E("int")} << {Pick(["0", "16", "33"])});",
            9 => $"Atomic.Add(ref cu[5], 1u);",
            _ when Launch.IsGuarded && hasBarriers => $"Atomic.Add(ref cl[5], {E("int")});",
            10 => $"{Variable("int")} = Atomic.CompareExchange(ref oi[{Pick(expressions.OwnPlaces)}], {E("int", 1)}, {E("int")});",
            11 => $"od[item] = Atomic.Add(ref od[item + count], (double)RandomHelpers.Clean({E("float")}));",
            _ => $"{Variable("int")} = Atomic.{Pick(["Add", "Exchange", "Max", "Min", "And", "Or", "Xor"])}(ref oi[{Pick(expressions.OwnPlaces)}], {E("int")});",
        });
    }

    /// <summary>Changes memory of the item's own in some way that is no plain store.</summary>
    private void Change()
    {
        string place = Pick(expressions.OwnPlaces), name = Name("ref");
        switch (random.Next(theme == Theme.Memory ? 12 : 9))
        {
            case 0:
                Write($"ref int {name} = ref oi[{place}];", $"{name} += {E("int")};", $"{name} ^= oi[{place}];");
                break;
            case 1:
                Write($"RandomHelpers.Swap(ref oi[{place}], ref {Variable("int")});");
                break;
            case 2:
                Write($"ref RandomPair {name} = ref os[{place}];", $"{name}.Real = RandomHelpers.Clean({E("float", 1)});", $"{name}.Move({E("int", 1)});", $"pair = {Pick([name, $"os[{place}]"])};");
                break;
            case 3:
                Write($"om[{place}].{Pick([$"Flag = {E("bool")}", $"Tiny += {E("byte")}", $"Letter = {E("char")}", $"Kind = (RandomKind)(byte)({E("int", 1)})", $"Two.Item1 = {E("short")}", $"Pair.Whole = {E("int")}", $"Two = ({E("short")}, 1.5)"])};");
                break;
            case 4:
                Write($"ob[{place}].{Pick([$"Whole[({E("int", 1)}) & 3] = {E("int")}", $"Small[2] += {E("short")}", $"Real = RandomHelpers.Clean({E("float")})"])};", $"buffers = ob[{place}];");
                break;
            case 5:
                Write($"mix = om[{place}];", $"mix = mix.Turned({E("int", 1)});", $"om[{place}] = mix;");
                break;
            default:
                var (type, element) = aliases.Element(ownPart, E("int", 1));
                Write(type switch
                {
                    "RandomFull" => Pick([
                        $"{element} = new RandomFull {{ Real = RandomHelpers.Clean({E("float", 1)}), Whole = {E("int", 1)}, Second = {E("ushort", 1)} }};",
                        $"{element}.{Pick([$"Second = {E("ushort")}", $"Whole -= {E("int")}"])};"]),
                    "RandomFullNest" => $"{element}.{Pick([$"Inner.Small = {E("short")}", $"Last = {E("long")}", $"Inner.Whole += {E("int")}", $"Inner = new RandomFull {{ Small = {E("short", 1)} }}"])};",
                    "float" or "double" or "Half" => $"{element} = RandomHelpers.Clean({E(type)});",
                    _ => $"{element} = {E(type)};",
                });
                break;
        }
    }

    /// <summary>Structs as values.</summary>
    private void Structs()
    {
        var cases = new List<string>
        {
            "(pair, second) = (second, pair);", $"second = {E("bool")} ? pair : xs[{expressions.Index()}];",
            $"pair = RandomHelpers.Either(pair, second, {E("bool")});", $"mix = mix.Turned({E("int")});", $"mix = xm[{expressions.Index()}];",
            $"mix.{Pick([$"Flag = {E("bool")}", $"Tiny = {E("byte")}", $"Letter ^= {E("char")}", $"Part = RandomHelpers.Clean({E("Half")})", $"Kind = {Pick(["RandomKind.Low", "RandomKind.Top", "(RandomKind)(byte)bound"])}", "Pair = pair", $"Two = (mix.Two.Item1, RandomHelpers.Clean({E("double", 1)}))"])};",
            $"buffers.Whole[({E("int", 1)}) & 3] = {E("int")};", $"buffers.Small[(int)((uint)({E("int", 1)}) % 6u)] ^= {E("short")};", "mix.Pair = second;", "pair = mix.Pair;",
            $"RandomHelpers.Swap(ref pair, ref {Pick(["second", "mix.Pair"])});", $"RandomHelpers.Choose(ref {Variable("int")}, ref pair.Whole, {E("bool")}) += {E("int", 1)};",
        };
        if (hasPairs)
        {
            cases.AddRange([
                $"pairs[({E("int", 1)}) & 3] = {Pick(["pair", "second"])};", $"pair = pairs[({E("int", 1)}) & 3];", $"pairs[({E("int", 1)}) & 3].{Pick(["Small = 3", $"Whole += {E("int", 1)}"])};",
                $"RandomHelpers.Swap(ref pairs[{random.Next(4)}], ref pairs[({E("int", 1)}) & 3]);"]);
        }
        Write(Pick(cases));
    }
}
