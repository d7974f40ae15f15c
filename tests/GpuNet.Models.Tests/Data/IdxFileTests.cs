using System.IO.Compression;
using GpuNet.Models.Data;
using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Data;

public sealed class IdxFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reads_plain_and_gzipped_files(bool gzipped)
    {
        byte[] content = Convert.FromHexString("00000802" + "00000002" + "00000003" + "000102FDFEFF");

        var array = IdxFile.Read(_folder.Write("a.idx", gzipped ? Gzip(content) : content));

        Assert.Equal([2, 3], array.Dimensions);
        Assert.Equal([0, 1, 2, 253, 254, 255], array.Bytes);
    }

    [Theory]
    [InlineData("", "ends inside its header")]
    [InlineData("0000", "ends inside its header")]
    [InlineData("01000801" + "00000001" + "00", "not an IDX file")]
    [InlineData("00000D01" + "00000001" + "00000000", "element type is 0x0D")]
    [InlineData("00000800", "0 dimensions")]
    [InlineData("000008FF", "255 dimensions")]
    [InlineData("00000802" + "00000001", "ends inside its header")]
    [InlineData("00000801" + "00000000", "dimension 0 is 0")]
    [InlineData("00000801" + "FFFFFFFF", "dimension 0 is 4294967295")]
    [InlineData("00000801" + "7FFFFFFF" + "00", "more than 2 GiB")]
    [InlineData("00000803" + "00010000" + "00010000" + "00010000", "more than 2 GiB")]
    [InlineData("00000804" + "FFFFFFFF" + "FFFFFFFF" + "FFFFFFFF" + "FFFFFFFF", "more than 2 GiB")]
    [InlineData("00000802" + "40000000" + "00000001" + "0102", "2 of 1073741824 elements")]
    [InlineData("00000801" + "00000003" + "0102", "2 of 3 elements")]
    [InlineData("00000801" + "00000001" + "0102", "goes on after its 1 elements")]
    public void Refuses_a_damaged_or_hostile_file(string hex, string reason)
    {
        byte[] content = Convert.FromHexString(hex);
        foreach (byte[] variant in new[] { content, Gzip(content) })
        {
            string path = _folder.Write("a.idx", variant);
            var error = Assert.Throws<DataFormatException>(() => IdxFile.Read(path));
            Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Refuses_a_damaged_gzip_file()
    {
        var elements = Enumerable.Range(0, 2048).Select(i => (byte)(i * i / 7));
        byte[] gzip = Gzip([.. Convert.FromHexString("00000801" + "00000800"), .. elements]);
        Assert.Throws<DataFormatException>(() => IdxFile.Read(_folder.Write("cut.gz", gzip[..(gzip.Length / 2)])));
        gzip[40] ^= 0x55;
        Assert.Throws<DataFormatException>(() => IdxFile.Read(_folder.Write("flipped.gz", gzip)));
    }

    private static byte[] Gzip(byte[] content)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal))
            gzip.Write(content);
        return target.ToArray();
    }
}
