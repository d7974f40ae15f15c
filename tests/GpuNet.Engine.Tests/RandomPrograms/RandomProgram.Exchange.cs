namespace GpuNet.Engine.Tests.RandomPrograms;

/// <summary>Exchanges among the items of a group.</summary>
internal sealed partial class RandomProgram
{
    private void Exchange()
    {
        string type = Pick(["int", "float", "long", "byte", "Half", "double"]);
        string shared = Name("shared");
        string other = Pick(["(local + 1) % size", "size - 1 - local", "0", "bound % size", "(item & 63) % size", "local"]);
        string target = Variable("int");
        switch (random.Next(11))
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
            case 6 or 7:
                Warps();
                break;
            case 8:
                Write(
                    $"var {shared} = SharedMemory.Allocate<long>(64);", $"var {shared}s = {shared}.Cast<{Pick(["short", "int", "float", "byte"])}>();",
                    $"{shared}[local] = {E("long")};", $"{shared}s[local * (int)({shared}s.Length / 64) + {random.Next(2)}] = default;",
                    "Group.Barrier();", $"{target} ^= (int)({shared}[{other}] >> {random.Next(33)});", "Group.Barrier();");
                break;
            case 9:
                Write(
                    $"var {shared} = SharedMemory.Allocate<RandomMix>(64);", $"{shared}[local] = mix;", $"{shared}[local].Pair.Whole = {E("int")};", "Group.Barrier();",
                    $"mix = {shared}[{other}];", "Group.Barrier();");
                break;
            default:
                Write($"var {shared} = SharedMemory.Allocate<{type}>(64);", $"{shared}[local] = {E(type)};", "Group.Barrier();",
                    $"{target} = (int){shared}[{other}];", "Group.Barrier();");
                break;
        }
    }

    /// <summary>Exchanges among the items of a warp, which is one item on some devices.</summary>
    private void Warps()
    {
        string type = Pick(["int", "float", "long", "byte", "Half", "double", "short", "RandomPair"]);
        string value = type == "RandomPair" ? "pair" : Variables(type) is { } variable && random.Next(2) == 0 ? variable : E(type, 1);
        string width = random.Next(2) == 0 ? "" : $", {Pick(["Warp.WarpSize", "Math.Min(8, Warp.WarpSize)", "Math.Min(2, Warp.WarpSize)"])}";
        List<string> kinds = [$"Shuffle({value}, 0{width})", $"ShuffleUp({value}, {Pick(["1", "2", "bound & 3"])}{width})", $"Broadcast({value}, 0)"];
        // The others may read from items that are not there.
        if (Launch.FillsWarps)
        {
            kinds.AddRange([
                $"Shuffle({value}, ({E("int", 1)}) & (Warp.WarpSize - 1){width})", $"ShuffleDown({value}, {Pick(["1", "4", "bound & 7"])}{width})",
                $"ShuffleXor({value}, {Pick(["1", "2", "16", "bound & 7"])}{width})", $"Broadcast({value}, bound & (Warp.WarpSize - 1))"]);
        }
        string result = Name("shuffled");
        Write($"{type} {result} = Warp.{Pick(kinds)};", type switch
        {
            "RandomPair" => $"second = {result};",
            "float" or "double" or "Half" => $"{Variable("float")} = (float){result};",
            _ => $"{Variable("int")} += (int){result} + Warp.LaneIdx;",
        });
    }

    private string? Variables(string type) => expressions.Variables.TryGetValue(type, out var names) ? Pick(names) : null;
}
