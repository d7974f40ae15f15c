using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace GpuNet.Models.Tests.Layers;

/// <summary>The stored inputs, parameters, outputs and gradients of layers (make_layers.py), of four sets.</summary>
internal static class TorchLayers
{
    public static readonly string[] Sets = ["ordinary", "tiny", "large", "infinite"];

    private static readonly Lazy<Dictionary<string, double[]>> Stored = new(Read);

    public static IEnumerable<string> Names => Stored.Value.Keys;

    public static bool Has(string key) => Stored.Value.ContainsKey(key);

    public static double[] Numbers(string key) => Stored.Value[key];

    public static Tensor Tensor(string key, Shape shape, DType dtype, Device device) => dtype == DType.Float64
        ? GpuNet.Tensor.From<double>(Numbers(key), shape, device)
        : GpuNet.Tensor.From<float>(Array.ConvertAll(Numbers(key), number => (float)number), shape, device);

    /// <summary>Numbers that outputs and gradients are weighted by: the script's weights(n).</summary>
    public static double[] Weights(int count) => [.. Enumerable.Range(0, count).Select(k => 0.5 + k * 0.6180339887498949 % 1.0)];

    private static Dictionary<string, double[]> Read()
    {
        using var archive = ZipFile.OpenRead(Path.Combine(AppContext.BaseDirectory, "Layers", "Fixtures", "layers.zip"));
        var numbers = MemoryMarshal.Cast<byte, double>(Bytes(archive, "numbers"));
        Dictionary<string, double[]> stored = [];
        foreach (var line in Encoding.UTF8.GetString(Bytes(archive, "names")).Split('\n'))
        {
            var (name, count) = (line[..line.IndexOf(' ')], int.Parse(line[line.IndexOf(' ')..]));
            stored[name] = numbers[..count].ToArray();
            numbers = numbers[count..];
        }
        return stored;
    }

    private static byte[] Bytes(ZipArchive archive, string name)
    {
        using var content = archive.GetEntry(name)!.Open();
        using var buffer = new MemoryStream();
        content.CopyTo(buffer);
        return buffer.ToArray();
    }
}
