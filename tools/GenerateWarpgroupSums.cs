// Writes the texts of PTX that name each of a warpgroup's sums: no kernel language has a loop over registers.
// Run it in the root of the repository: dotnet run tools/GenerateWarpgroupSums.cs
#:property PublishAot=false

const int Padding = 8;
int[] widths = [128, 256];

File.WriteAllText("src/GpuNet.Kernels/MatMul/TensorCores/WarpgroupSums.cs", $$"""
    // Written by tools/GenerateWarpgroupSums.cs.

    namespace GpuNet.Kernels;

    /// <summary>
    /// Text of PTX for the sums of 64 rows of C, N / 2 in each item of a warpgroup: registers that the kernel declares by name, so that
    /// no compiler above the assembler has them in hand. The text that starts them stands once in a kernel, before everything else.
    /// </summary>
    internal static class WarpgroupSums
    {
    {{string.Join("\n", widths.Select(Texts))}}}

    """);

string Texts(int width)
{
    int[] sums = [.. Enumerable.Range(0, width / 2)];
    // Of eight columns, an item holds two neighbours in its row, and two in the eighth row below.
    int down = 8 * (width + Padding) * sizeof(float);
    var stores = Enumerable.Range(0, width / 4).Select(pair =>
        $"st.shared.v2.f32 [%0+{pair / 2 * 32 + pair % 2 * down}], {{sum{pair * 2}, sum{pair * 2 + 1}}};");
    return
        $"    /// <summary>Declares the sums of {width} columns, zeros, and a predicate that is true.</summary>\n"
        + $"    internal const string Start{width} =\n        \".reg .f32 sum<{width / 2}>; .reg .pred keep; setp.ne.b32 keep, 1, 0; \"\n"
        + Lines(sums.Select(sum => $"mov.f32 sum{sum}, 0f00000000;"), " ") + "\n"
        + $"    /// <summary>All of them.</summary>\n    internal const string Of{width} =\n        \"{{\"\n{Lines(sums.Select(sum => $"sum{sum}"), ", ", "}")}\n"
        + $"    /// <summary>Stores an item's to rows of {width + Padding} floats in shared memory; it has the address of its first one.</summary>\n"
        + $"    internal const string Store{width} =\n        \"\"\n{Lines(stores, " ")}";
}

// A constant over several lines, each behind a plus.
string Lines(IEnumerable<string> parts, string separator, string end = "")
{
    var lines = parts.Chunk(separator == " " ? 4 : 12).Select(chunk => string.Join(separator, chunk)).ToArray();
    return string.Concat(lines.Select((line, at) =>
        $"        + \"{line}{(at == lines.Length - 1 ? end : separator == " " ? " " : ", ")}\"{(at == lines.Length - 1 ? ";" : "")}\n"));
}
