using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace GpuNet.Runtime.Tests.TensorOps;

/// <summary>The stored calls of each op (make_tensor_ops.py).</summary>
internal static class TorchCalls
{
    private static readonly Lazy<Dictionary<string, TensorOpCall[]>> Stored = new(Read);

    public static IEnumerable<string> Ops => Stored.Value.Keys;

    public static IReadOnlyList<TensorOpCall> Of(string op) => Stored.Value[op];

    /// <summary>What outputs are weighted by to get gradients: the script's weights(n).</summary>
    public static double[] Weights(int count)
    {
        const double GoldenRatio = 0.6180339887498949;
        return [.. Enumerable.Range(0, count).Select(k => 0.5 + k * GoldenRatio % 1.0)];
    }

    private static Dictionary<string, TensorOpCall[]> Read()
    {
        using var archive = ZipFile.OpenRead(Path.Combine(AppContext.BaseDirectory, "TensorOps", "Fixtures", "tensor_ops.zip"));
        return archive.Entries.Where(entry => entry.Name.EndsWith(".calls", StringComparison.Ordinal))
            .Select(entry => entry.Name[..^".calls".Length])
            .ToDictionary(op => op, op => Calls(
                Bytes(archive, $"{op}.calls"), MemoryMarshal.Cast<byte, float>(Bytes(archive, $"{op}.inputs")),
                MemoryMarshal.Cast<byte, double>(Bytes(archive, $"{op}.results"))));
    }

    private static TensorOpCall[] Calls(byte[] lines, ReadOnlySpan<float> inputs, ReadOnlySpan<double> results)
    {
        List<TensorOpCall> calls = [];
        foreach (var text in System.Text.Encoding.UTF8.GetString(lines).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var line = JsonElement.Parse(text);
            var floats = new List<double[]>();
            foreach (var input in line.GetProperty("inputs").EnumerateArray())
            {
                if (input.TryGetProperty("integers", out _)) continue;
                var count = Count(input.GetProperty("shape"));
                floats.Add([.. inputs[..count].ToArray().Select(number => (double)number)]);
                inputs = inputs[count..];
            }
            var output = Take(ref results, Count(line.GetProperty("output")));
            double[][] gradients = [], second = [];
            if (line.TryGetProperty("gradients", out _))
            {
                gradients = TakeAll(ref results, [.. floats.Select(input => input.Length)]);
                second = TakeAll(ref results, [output.Length, .. floats.Select(input => input.Length)]);
            }
            calls.Add(new TensorOpCall(calls.Count, line, [.. floats], output, gradients, second));
        }
        if (inputs.Length + results.Length > 0) throw new InvalidDataException("There are more numbers than calls use.");
        return [.. calls];
    }

    private static double[][] TakeAll(ref ReadOnlySpan<double> numbers, int[] counts)
    {
        var taken = new double[counts.Length][];
        for (var i = 0; i < counts.Length; i++) taken[i] = Take(ref numbers, counts[i]);
        return taken;
    }

    private static double[] Take(ref ReadOnlySpan<double> numbers, int count)
    {
        var taken = numbers[..count].ToArray();
        numbers = numbers[count..];
        return taken;
    }

    private static int Count(JsonElement shape) =>
        shape.EnumerateArray().Aggregate(1, (count, extent) => count * extent.GetInt32());

    private static byte[] Bytes(ZipArchive archive, string name)
    {
        using var content = archive.GetEntry(name)!.Open();
        using var buffer = new MemoryStream();
        content.CopyTo(buffer);
        return buffer.ToArray();
    }
}
