using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace GpuNet.TestKit;

/// <summary>Many arrays of doubles in one file, as number_archive.py writes them: references from elsewhere.</summary>
public sealed class NumberArchive
{
    private readonly Dictionary<string, double[]> _arrays = [];

    /// <summary>Reads all of the file.</summary>
    public NumberArchive(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        var numbers = MemoryMarshal.Cast<byte, double>(Bytes(archive, "numbers"));
        foreach (var line in Encoding.UTF8.GetString(Bytes(archive, "names")).Split('\n'))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var count = int.Parse(line[space..], CultureInfo.InvariantCulture);
            _arrays[line[..space]] = numbers[..count].ToArray();
            numbers = numbers[count..];
        }
    }

    /// <summary>The names of the arrays.</summary>
    public IEnumerable<string> Names => _arrays.Keys;

    /// <summary>An array.</summary>
    public double[] this[string name] => _arrays[name];

    /// <summary>Whether there is such an array.</summary>
    public bool Has(string name) => _arrays.ContainsKey(name);

    /// <summary>An array as a tensor of doubles, or of singles.</summary>
    public Tensor Tensor(string name, Shape shape, DType dtype, Device device) => TensorOf(this[name], shape, dtype, device);

    /// <summary>Numbers between 0.5 and 1.5 that outputs and gradients are weighted by: the scripts' weights(n).</summary>
    public static Tensor Weights(Tensor like) => TensorOf(
        [.. Enumerable.Range(0, like.Count).Select(k => 0.5 + k * 0.6180339887498949 % 1.0)], like.Shape, like.DType, like.Device);

    private static Tensor TensorOf(double[] numbers, Shape shape, DType dtype, Device device) => dtype == DType.Float64
        ? GpuNet.Tensor.From<double>(numbers, shape, device)
        : GpuNet.Tensor.From<float>(Array.ConvertAll(numbers, number => (float)number), shape, device);

    private static byte[] Bytes(ZipArchive archive, string name)
    {
        using var content = archive.GetEntry(name)!.Open();
        using var buffer = new MemoryStream();
        content.CopyTo(buffer);
        return buffer.ToArray();
    }
}
