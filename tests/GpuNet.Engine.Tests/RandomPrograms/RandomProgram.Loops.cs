namespace GpuNet.Engine.Tests.RandomPrograms;

/// <summary>Loops.</summary>
internal sealed partial class RandomProgram
{
    private void Loop(int depth, bool isUniform)
    {
        string counter = Name("k");
        bool alike = random.Next(2) == 0;
        string bound = alike
            ? Pick(["bound", "columns & 7", Launch.Numbers.All(numbers => numbers.Columns <= 16) && depth == 0 ? "columns" : "2", "4", "3", "bound / 2"])
            : Pick(["row & 3", "item & 3", "column & 7", $"({E("int", 1)} & 3)", "Math.Min(bound, column)", "xi[item] & 3"]);
        bool bounded = bound is "columns" or "columns & 7";
        string head = random.Next(6) switch
        {
            3 when !alike => $"for (int {counter} = item & 3, {Name("other")} = {E("int", 1)}; {counter} < 5 && ({E("bool", 1)}); {counter}++)",
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

    /// <summary>A loop over a row, a column or some neighbourhood that makes one number of it, as people write them.</summary>
    private void Reduce()
    {
        string k = Name("k"), sum = Name("sum"), length = Pick(["bound", "columns & 31", "13", "bound * 3", "row & 7", "(item & 15) + 1", "16"]);
        string type = Pick(["float", "float", "int", "double", "long"]);
        string At(string by) => Pick([
            $"(item + {by})", $"(row * {Launch.RowLength} + {by}) & 255", $"({by} * columns + column) & 255", $"(item * 5 + {by} * 3) & 127", $"(63 - {by})", $"({by} / 2 + column)",
            $"(item + {by} % 3)", $"(column + ({by} ^ 1))", $"(({by} << 1) + row) & 127"]);
        string Of(string by) => type switch
        {
            "float" => $"xf[{At(by)}]", "int" => $"xi[{At(by)}]", "double" => Pick([$"xd[{At(by)}]", $"(double)xf[{At(by)}]"]), _ => $"(long)xi[{At(by)}]",
        };
        string Step(string by) => (type, random.Next(5)) switch
        {
            ("float", 0) => $"{sum} = MathF.FusedMultiplyAdd({Of(by)}, {Of(by)}, {sum});",
            ("float" or "double", 1) => $"{sum} = Math.Max({sum}, {Of(by)});",
            (_, 2) => $"{sum} += {Of(by)} * {Of(by)};",
            (_, 3) => $"if ({Of(by)} > {sum}) {{ {sum} = {Of(by)}; {Variable("int")} = {by}; }}",
            _ => $"{sum} {Pick(["+=", "-="])} {Of(by)};",
        };
        Write($"{type} {sum} = 0;");
        switch (random.Next(4))
        {
            case 0:
                Write($"int {k} = 0;", $"for (; {k} + 3 < ({length}); {k} += 4) {{");
                string step = Step("#");
                for (int part = 0; part < 4; part++)
                    Write(step.Replace("#", $"({k} + {part})"));
                Write("}", $"for (; {k} < ({length}); {k}++)", Step(k));
                break;
            case 1:
                Write($"for (int {k} = 0; {k} < ({length}); {k}++)", Step(k));
                break;
            case 2:
                Write($"for (int {k} = ({length}) - 1; {k} >= 0; {k}--) {{", Step(k), $"if ({E("bool", 1)}) {Pick(["break", "continue"])};", Step(k), "}");
                break;
            default:
                string inner = Name("k");
                Write(
                    $"for (int {k} = 0; {k} < ({length}); {k} += 4)", $"for (int {inner} = {k}; {inner} < Math.Min({k} + 4, {length}); {inner}++) {{",
                    Step(inner), "}");
                break;
        }
        Write($"{Variable("int")} ^= (int)({(type is "float" or "double" ? $"RandomHelpers.Clean({sum})" : sum)});");
        if (type == "float")
            Write($"{Variable("float")} = {sum};");
        if (random.Next(3) == 0)
            Guarded(InPlace);
    }

    /// <summary>A loop over the item's own places, which it reads and writes.</summary>
    private void InPlace()
    {
        string k = Name("k"), own = ownPlace;
        string At(string slot) => string.Format(slotPlace, own, slot);
        Write(Pick([
            $"for (int {k} = 0; {k} < 4; {k}++) oi[{At(k)}] = oi[{At($"(3 - {k})")}] + {k};",
            $"for (int {k} = 1; {k} < 4; {k}++) oi[{At(k)}] += oi[{At($"({k} - 1)")}];",
            $"for (int {k} = 0; {k} < 4; {k}++) of[{At(k)}] = RandomHelpers.Clean(of[{At(k)}] * scale + {E("float", 1)});",
            $"for (int {k} = 0; {k} < (bound & 3); {k}++) on[{At(k)}] = on[{At($"({k} + 1)")}];",
            $"for (int {k} = 3; {k} > 0; {k}--) os[{At(k)}] = os[{At($"({k} - 1)")}];"]));
    }
}
