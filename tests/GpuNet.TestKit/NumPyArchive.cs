using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace GpuNet.TestKit;

/// <summary>The matrices of doubles in a file that numpy.savez_compressed wrote, each as its rows.</summary>
public sealed partial class NumPyArchive
{
    private readonly Dictionary<string, double[][]> tables = [];

    /// <summary>Reads all of the file.</summary>
    public NumPyArchive(string path)
    {
        using var archive = ZipFile.OpenRead(path);
        foreach (var entry in archive.Entries)
        {
            using var buffer = new MemoryStream();
            using (var content = entry.Open())
                content.CopyTo(buffer);
            tables[entry.FullName[..^".npy".Length]] = Read(buffer.ToArray());
        }
    }

    /// <summary>The keys that numpy was given.</summary>
    public IEnumerable<string> Names => tables.Keys;

    /// <summary>The rows of a matrix.</summary>
    public double[][] this[string name] => tables[name];

    /// <summary>Format version 1: ten bytes, of which the last two are the header's length; the header; the numbers.</summary>
    private static double[][] Read(byte[] bytes)
    {
        var start = 10 + BitConverter.ToUInt16(bytes, 8);
        var header = Encoding.ASCII.GetString(bytes, 10, start - 10);
        Assert.Contains("'descr': '<f8', 'fortran_order': False", header, StringComparison.Ordinal);
        var columns = int.Parse(Shape().Match(header).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        return columns == 0 ? [[]] : [.. MemoryMarshal.Cast<byte, double>(bytes.AsSpan(start)).ToArray().Chunk(columns)];
    }

    [GeneratedRegex(@"'shape': \(\d+, (\d+)\)")]
    private static partial Regex Shape();
}
