using System.Text.Json;

namespace GpuNet.Models.Persistence;

/// <summary>
/// Reads a safetensors header: a JSON object from tensor names to <c>dtype</c>, <c>shape</c> and <c>data_offsets</c>, with an
/// optional <c>__metadata__</c> object of strings. What it accepts is sound: every range lies in the data, has
/// exactly the size of its shape, and together the ranges cover the data without gap or overlap.
/// </summary>
/// <remarks>Format: https://github.com/huggingface/safetensors#format.</remarks>
internal sealed class SafetensorsHeader
{
    internal const string MetadataKey = "__metadata__";

    private readonly List<SafetensorsEntry> _entries = [];
    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);

    private SafetensorsHeader()
    {
    }

    /// <summary>The tensors in the order of the header.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries => _entries;

    public IReadOnlyDictionary<string, string> Metadata => _metadata;

    /// <summary>Parses and validates; throws <see cref="FormatException"/> with the reason.</summary>
    /// <param name="json">The header's bytes.</param>
    /// <param name="dataLength">The number of bytes that follow the header.</param>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json, long dataLength)
    {
        if (json.IsEmpty || json[0] != (byte)'{')
            throw new FormatException("the header does not begin with '{'");
        var header = new SafetensorsHeader();
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 4 });
            reader.Read();
            header.ReadTensors(ref reader);
            if (reader.Read())
                throw new FormatException("text follows the header's JSON object");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"the header is not valid JSON (byte {exception.BytePositionInLine})", exception);
        }
        catch (InvalidOperationException exception)
        {
            // Utf8JsonReader's answer to a string that is not valid UTF-8.
            throw new FormatException("the header holds a string that is not valid UTF-8", exception);
        }

        header.CheckCoverage(dataLength);
        return header;
    }

    private void ReadTensors(ref Utf8JsonReader reader)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (ReadPropertyName(ref reader, out string name))
        {
            if (!names.Add(name))
                throw new FormatException($"the header names '{name}' twice");
            if (name == MetadataKey)
                ReadMetadata(ref reader);
            else
                _entries.Add(ReadEntry(ref reader, name));
        }
    }

    private void ReadMetadata(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.StartObject, MetadataKey);
        while (ReadPropertyName(ref reader, out string key))
        {
            Expect(ref reader, JsonTokenType.String, $"{MetadataKey}.{key}");
            if (!_metadata.TryAdd(key, reader.GetString()!))
                throw new FormatException($"{MetadataKey} names '{key}' twice");
        }
    }

    private static SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name)
    {
        SafetensorsDType? dtype = null;
        List<long>? shape = null, offsets = null;
        Expect(ref reader, JsonTokenType.StartObject, name);
        while (ReadPropertyName(ref reader, out string field))
        {
            bool isNew = field switch
            {
                "dtype" => dtype is null,
                "shape" => shape is null,
                "data_offsets" => offsets is null,
                _ => throw new FormatException($"tensor '{name}' has an unknown field '{field}'"),
            };
            if (!isNew)
                throw new FormatException($"tensor '{name}' has the field '{field}' twice");
            if (field == "dtype")
                dtype = ReadDType(ref reader, name);
            else if (field == "shape")
                shape = ReadLengths(ref reader, $"the shape of tensor '{name}'");
            else
                offsets = ReadLengths(ref reader, $"data_offsets of tensor '{name}'");
        }

        if (dtype is null || shape is null || offsets is null)
            throw new FormatException($"tensor '{name}' lacks dtype, shape or data_offsets");
        return CheckedEntry(name, dtype.Value, shape, offsets);
    }

    private static SafetensorsDType ReadDType(ref Utf8JsonReader reader, string name)
    {
        Expect(ref reader, JsonTokenType.String, $"dtype of tensor '{name}'");
        string text = reader.GetString()!;
        return SafetensorsDTypes.TryParse(text, out var dtype)
            ? dtype
            : throw new FormatException($"tensor '{name}' has the unknown dtype '{text}'");
    }

    private static List<long> ReadLengths(ref Utf8JsonReader reader, string what)
    {
        var lengths = new List<long>();
        Expect(ref reader, JsonTokenType.StartArray, what);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long length) || length < 0)
                throw new FormatException($"{what} holds something other than integers from 0 to 2^63 - 1");
            lengths.Add(length);
        }

        return lengths;
    }

    private static SafetensorsEntry CheckedEntry(string name, SafetensorsDType dtype, List<long> shape, List<long> offsets)
    {
        if (offsets.Count != 2 || offsets[0] > offsets[1])
            throw new FormatException($"data_offsets of tensor '{name}' is not a pair begin <= end");
        long size = dtype.SizeInBytes();
        try
        {
            foreach (long dimension in shape)
                size = checked(size * dimension);
        }
        catch (OverflowException exception)
        {
            throw new FormatException($"the shape of tensor '{name}' overflows: {string.Join(" x ", shape)}", exception);
        }

        var entry = new SafetensorsEntry(name, dtype, shape, offsets[0], offsets[1]);
        if (entry.End - entry.Begin != size)
        {
            throw new FormatException(
                $"tensor '{name}' has {entry.End - entry.Begin} bytes of data, "
                + $"but {dtype.FormatName()} {entry.ShapeText} takes {size}");
        }

        return entry;
    }

    private void CheckCoverage(long dataLength)
    {
        long position = 0;
        foreach (var entry in _entries.OrderBy(e => e.Begin).ThenBy(e => e.End))
        {
            if (entry.Begin < position)
                throw new FormatException($"the data of tensor '{entry.Name}' overlaps another tensor's");
            if (entry.Begin > position)
                throw new FormatException($"{entry.Begin - position} unused bytes lie before tensor '{entry.Name}'");
            position = entry.End;
        }

        if (position > dataLength)
            throw new FormatException($"the file is truncated: its tensors take {position} bytes, {dataLength} follow the header");
        if (position < dataLength)
            throw new FormatException($"{dataLength - position} bytes follow the last tensor");
    }

    private static bool ReadPropertyName(ref Utf8JsonReader reader, out string name)
    {
        reader.Read();
        bool isProperty = reader.TokenType == JsonTokenType.PropertyName;
        name = isProperty ? reader.GetString()! : string.Empty;
        return isProperty;
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType expected, string what)
    {
        reader.Read();
        if (reader.TokenType != expected)
            throw new FormatException($"{what}: expected {expected}, found {reader.TokenType}");
    }
}
