using System.IO.Compression;

namespace GpuNet.Models.Data;

/// <summary>
/// The bundled data set: 1,797 handwritten digits of 8x8 pixels with values 0 to 16, labels 0 to 9. It is part of the
/// assembly, so it loads wherever the program runs.
/// </summary>
/// <remarks>E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits (1998), UCI; CC BY 4.0. See data/README.md.</remarks>
public static class Digits
{
    /// <summary>The number of pixels of an image.</summary>
    public const int PixelCount = 64;

    /// <summary>The largest value of a pixel.</summary>
    public const float MaxPixel = 16;

    /// <summary>Loads all rows in their original order, with pixel values as they are (0 to 16).</summary>
    public static Dataset Load()
    {
        using var resource = typeof(Digits).Assembly.GetManifestResourceStream("digits.csv.gz")!;
        using var text = new StreamReader(new GZipStream(resource, CompressionMode.Decompress));
        var features = new List<float>();
        var labels = new List<int>();
        while (text.ReadLine() is { } line)
        {
            int[] cells = Array.ConvertAll(line.Split(','), int.Parse);
            features.AddRange(cells.Take(PixelCount).Select(pixel => (float)pixel));
            labels.Add(cells[PixelCount]);
        }

        return Dataset.Classification(
            "digits", [.. features], PixelCount, [.. labels], [.. Enumerable.Range(0, 10).Select(digit => $"{digit}")]);
    }
}
