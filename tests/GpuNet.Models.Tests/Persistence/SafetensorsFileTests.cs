using System.Text;
using GpuNet.Models.Persistence;
using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Persistence;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    internal static string Fixture(string name) => Path.Combine(AppContext.BaseDirectory, "Persistence", "Fixtures", name);

    [Fact]
    public void Reads_every_type_that_an_independent_script_wrote()
    {
        using var file = SafetensorsFile.Open(Fixture("every_type.safetensors"));

        float[] expected = [-2, -0.5f, 0, 1, 1.5f, 96];
        foreach (string name in new[] { "floats.float64", "floats.float32", "floats.float16", "floats.bfloat16" })
        {
            Assert.Equal([2, 3], file[name].Shape);
            Assert.Equal(expected, file.ReadSingles(name));
        }

        Assert.Equal([0, 1, 2, 127], file.ReadInt64s("integers.int64"));
        Assert.Equal(SafetensorsDType.I32, file["integers.int32"].DType);
        Assert.Equal([0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 127, 0, 0, 0], file.ReadBytes("integers.int32"));
        Assert.Equal([0, 0, 1, 0, 2, 0, 127, 0], file.ReadBytes("integers.int16"));
        Assert.Equal([0, 1, 2, 127], file.ReadBytes("integers.int8"));
        Assert.Equal([0, 1, 2, 127], file.ReadBytes("integers.uint8"));
        Assert.Equal([1, 0, 1], file.ReadBytes("flags"));
        Assert.Empty(file["scalar"].Shape);
        Assert.Equal([1234567890123], file.ReadInt64s("scalar"));
        Assert.Equal(0, file["empty"].ElementCount);
        Assert.Equal("✓", file.Metadata["café"]);
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        string path = _folder.File("a.safetensors");
        SafetensorsWriter.Write(
            path,
            [
                SafetensorsTensor.Create("a \"quoted\" ñame", [2, 2], [1f, float.NaN, float.NegativeInfinity, -0f]),
                SafetensorsTensor.Create("count", [], [42L]),
                SafetensorsTensor.Create("none", [0, 7], ReadOnlySpan<float>.Empty),
            ],
            new Dictionary<string, string> { ["note"] = "line\nbreak" });

        using var file = SafetensorsFile.Open(path);
        Assert.Equal([1f, float.NaN, float.NegativeInfinity, -0f], file.ReadSingles("a \"quoted\" ñame"));
        Assert.Equal([42], file.ReadInt64s("count"));
        Assert.Equal([0, 7], file["none"].Shape);
        Assert.Equal("line\nbreak", file.Metadata["note"]);
        Assert.All(file.Entries, entry => Assert.Equal(0, entry.Begin % entry.DType.SizeInBytes()));
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file_and_nothing_else()
    {
        string path = _folder.Write("a.safetensors", "old");

        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException();
        }));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void The_writer_refuses_what_it_could_not_read()
    {
        string path = _folder.File("a.safetensors");
        var tensor = SafetensorsTensor.Create("a", [1], [1f]);

        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [tensor, tensor]));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [tensor with { Shape = [2] }]));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [tensor with { Name = "__metadata__" }]));
        Assert.False(File.Exists(path));
    }

    private const string A = """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}""";

    /// <summary>Headers of hostile files, each with the number of data bytes that follow and why it is refused.</summary>
    public static TheoryData<string, int, string> HostileHeaders => new()
    {
        { "", 0, "begin with '{'" },
        { " {}", 0, "begin with '{'" },
        { "[]", 0, "begin with '{'" },
        { "{", 0, "not valid JSON" },
        { "{}x", 0, "not valid JSON" },
        { "{}{}", 0, "not valid JSON" },
        { """{"a":[[[[[[[[[[[[[[[[[[[[""", 0, "expected StartObject" },
        { """{"a":{"dtype":"F32","shape":[[[[[[[[1]]]]]]]],"data_offsets":[0,8]}}""", 8, "something other than integers" },
        { """{"a":1}""", 0, "expected StartObject" },
        { """{"a":{}}""", 0, "lacks dtype" },
        { """{"a":{"dtype":"F32","shape":[2]}}""", 8, "lacks dtype" },
        { """{"a":{"dtype":"F33","shape":[2],"data_offsets":[0,8]}}""", 8, "unknown dtype 'F33'" },
        { """{"a":{"dtype":"f32","shape":[2],"data_offsets":[0,8]}}""", 8, "unknown dtype 'f32'" },
        { """{"a":{"dtype":"8","shape":[2],"data_offsets":[0,8]}}""", 8, "unknown dtype '8'" },
        { """{"a":{"dtype":8,"shape":[2],"data_offsets":[0,8]}}""", 8, "expected String" },
        { """{"a":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "'dtype' twice" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"stride":[1]}}""", 8, "unknown field 'stride'" },
        { """{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "something other than integers" },
        { """{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""", 8, "something other than integers" },
        { """{"a":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}""", 8, "something other than integers" },
        { """{"a":{"dtype":"F32","shape":[18446744073709551616],"data_offsets":[0,8]}}""", 8, "something other than integers" },
        { """{"a":{"dtype":"F32","shape":[4611686018427387904],"data_offsets":[0,0]}}""", 0, "overflows" },
        { """{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", 0, "overflows" },
        { """{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "takes 12" },
        { """{"a":{"dtype":"F64","shape":[2],"data_offsets":[0,8]}}""", 8, "takes 16" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "begin <= end" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,16]}}""", 8, "begin <= end" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", 8, "something other than integers" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[9223372036854775800,9223372036854775807]}}""", 8, "takes 8" },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "4 unused bytes" },
        { A + ""","b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}""", 12, "'b' overlaps" },
        { A + ""","b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "overlaps" },
        { A + ""","b":{"dtype":"F32","shape":[2],"data_offsets":[12,20]}}""", 20, "4 unused bytes" },
        { A + ""","a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", 16, "'a' twice" },
        { A + ""","\u0061":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", 16, "'a' twice" },
        { A + "}", 7, "truncated" },
        { A + "}", 9, "1 bytes follow the last tensor" },
        { "{}", 1, "1 bytes follow the last tensor" },
        { """{"__metadata__":{"a":1}}""", 0, "expected String" },
        { """{"__metadata__":{"a":"1","a":"2"}}""", 0, "'a' twice" },
        { """{"__metadata__":{},"__metadata__":{}}""", 0, "twice" },
        { """{"__metadata__":[]}""", 0, "expected StartObject" },
        { """{"\ud800":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 8, "not valid UTF-8" },
    };

    [Theory]
    [MemberData(nameof(HostileHeaders))]
    public void Refuses_a_hostile_header(string header, int dataLength, string reason)
    {
        byte[] json = Encoding.UTF8.GetBytes(header);
        byte[] content = [.. BitConverter.GetBytes((ulong)json.Length), .. json, .. new byte[dataLength]];

        Refuses(content, reason);
    }

    [Theory]
    [InlineData("", "shorter than the 8 bytes")]
    [InlineData("0200", "shorter than the 8 bytes")]
    [InlineData("0300000000000000" + "7B7D", "truncated")]
    [InlineData("00E1F50500000000" + "7B7D", "truncated")]
    [InlineData("01E1F50500000000" + "7B7D", "more than the 100000000 allowed")]
    [InlineData("FFFFFFFFFFFFFFFF" + "7B7D", "more than the 100000000 allowed")]
    [InlineData("0000000000000080" + "7B7D", "more than the 100000000 allowed")]
    [InlineData("0400000000000000" + "7B22FF7D", "not valid JSON")]
    public void Refuses_a_hostile_length(string hex, string reason) => Refuses(Convert.FromHexString(hex), reason);

    [Fact]
    public void Refuses_every_truncation_of_a_sound_file()
    {
        byte[] sound = File.ReadAllBytes(Fixture("network.safetensors"));
        for (int length = 0; length < sound.Length; length++)
            Refuses(sound[..length], string.Empty);
    }

    private void Refuses(byte[] content, string reason)
    {
        string path = _folder.Write("hostile.safetensors", content);
        var error = Assert.Throws<CheckpointFormatException>(() => SafetensorsFile.Open(path));
        Assert.Contains(reason, error.Reason, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }
}
