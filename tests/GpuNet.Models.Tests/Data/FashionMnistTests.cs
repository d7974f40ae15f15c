using System.Buffers.Binary;
using GpuNet.Models.Data;
using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Data;

public sealed class FashionMnistTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Loads_the_four_files_of_a_folder()
    {
        WriteAll(labels: [9, 0]);
        var data = FashionMnist.Load(_folder.Path);

        Assert.Equal(2, data.Train.Count);
        Assert.Equal(784, data.Train.FeatureCount);
        Assert.Equal([9, 0], data.Test.Labels.ToArray());
        Assert.Equal(255, data.Test.Row(1)[783]);
    }

    [Fact]
    public void Refuses_labels_without_a_class()
    {
        WriteAll(labels: [0, 10]);
        var error = Assert.Throws<DataFormatException>(() => FashionMnist.Load(_folder.Path));
        Assert.Contains("label 1 is 10", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_another_number_of_labels_than_images()
    {
        WriteAll(labels: [0, 1, 2]);
        var error = Assert.Throws<DataFormatException>(() => FashionMnist.Load(_folder.Path));
        Assert.Contains("there are 2 images", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_which_file_is_missing()
    {
        WriteAll(labels: [0, 1]);
        File.Delete(_folder.File("t10k-labels-idx1-ubyte"));
        var error = Assert.Throws<FileNotFoundException>(() => FashionMnist.Load(_folder.Path));
        Assert.Contains("t10k-labels-idx1-ubyte", error.Message, StringComparison.Ordinal);
    }

    private void WriteAll(byte[] labels)
    {
        byte[] pixels = new byte[2 * 784];
        pixels[^1] = 255;
        foreach (string part in new[] { "train", "t10k" })
        {
            _folder.Write($"{part}-images-idx3-ubyte", Idx(pixels, 2, 28, 28));
            _folder.Write($"{part}-labels-idx1-ubyte", Idx(labels, labels.Length));
        }
    }

    private static byte[] Idx(byte[] elements, params int[] dimensions)
    {
        byte[] header = new byte[4 + dimensions.Length * 4];
        header[2] = 8;
        header[3] = (byte)dimensions.Length;
        for (int i = 0; i < dimensions.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + i * 4), dimensions[i]);
        return [.. header, .. elements];
    }
}
