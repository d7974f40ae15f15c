using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace GpuNet.Models.Persistence;

/// <summary>
/// A safetensors file opened for reading. Opening reads and validates the header only; data is read on demand, so a damaged
/// or hostile file costs no more memory than its own size.
/// </summary>
/// <example><code>
/// using var file = SafetensorsFile.Open("model.safetensors");
/// float[] weight = file.ReadSingles("0.weight");
/// </code></example>
public sealed class SafetensorsFile : IDisposable
{
    /// <summary>The longest header that is read, as in the reference implementation.</summary>
    private const long MaxHeaderLength = 100_000_000;

    private readonly FileStream _stream;
    private readonly long _dataStart;
    private readonly SafetensorsHeader _header;
    private readonly Dictionary<string, SafetensorsEntry> _byName;

    private SafetensorsFile(FileStream stream, long dataStart, SafetensorsHeader header)
    {
        _stream = stream;
        _dataStart = dataStart;
        _header = header;
        _byName = header.Entries.ToDictionary(entry => entry.Name, StringComparer.Ordinal);
    }

    /// <summary>The full path of the file.</summary>
    public string Path => _stream.Name;

    /// <summary>The tensors in the order of the header.</summary>
    public IReadOnlyList<SafetensorsEntry> Entries => _header.Entries;

    /// <summary>The file's <c>__metadata__</c>, empty when it has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata => _header.Metadata;

    /// <summary>Opens a file and validates its header.</summary>
    /// <exception cref="CheckpointFormatException">The file is not a sound safetensors file.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static SafetensorsFile Open(string path)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            long headerLength = ReadHeaderLength(stream);
            byte[] json = new byte[headerLength];
            stream.ReadExactly(json);
            long dataStart = sizeof(ulong) + headerLength;
            return new SafetensorsFile(stream, dataStart, SafetensorsHeader.Parse(json, stream.Length - dataStart));
        }
        catch (FormatException exception)
        {
            stream.Dispose();
            throw new CheckpointFormatException(path, exception.Message);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Finds a tensor by name.</summary>
    /// <exception cref="CheckpointFormatException">The file has no such tensor.</exception>
    public SafetensorsEntry this[string name] => _byName.TryGetValue(name, out var entry)
        ? entry
        : throw new CheckpointFormatException(Path, $"it has no tensor '{name}'");

    /// <summary>Whether the file has a tensor of this name.</summary>
    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <summary>Reads a tensor's bytes, little-endian, row by row.</summary>
    public byte[] ReadBytes(string name)
    {
        var entry = this[name];
        if (entry.End - entry.Begin > Array.MaxLength)
            throw new CheckpointFormatException(Path, $"tensor '{name}' is larger than 2 GiB");
        byte[] bytes = new byte[entry.End - entry.Begin];
        _stream.Position = _dataStart + entry.Begin;
        _stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Reads a tensor, in the element type that it has in the file.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="device">Where to; <see cref="Device.Default"/> if left out.</param>
    /// <exception cref="CheckpointFormatException">
    /// The tensor is missing, or tensors here have no such type, so many dimensions, or so many elements.
    /// </exception>
    public Tensor ReadTensor(string name, Device? device = null)
    {
        var entry = this[name];
        if (entry.Shape.Count > Shape.MaxRank || entry.ElementCount > int.MaxValue)
            throw new CheckpointFormatException(Path, $"tensor '{name}' of shape {entry.ShapeText} is too large for a tensor");
        var shape = Shape.Create([.. entry.Shape.Select(extent => (int)extent)]);
        return SafetensorsElements.Read(entry.DType, ReadBytes(name), shape, device)
            ?? throw new CheckpointFormatException(Path, $"tensor '{name}' is {entry.DType.FormatName()}, which no tensor can hold");
    }

    /// <summary>Reads a tensor of any floating-point type as singles.</summary>
    /// <exception cref="CheckpointFormatException">The tensor is missing or not a floating-point one.</exception>
    public float[] ReadSingles(string name)
    {
        byte[] bytes = ReadBytes(name);
        return this[name].DType switch
        {
            SafetensorsDType.F32 => MemoryMarshal.Cast<byte, float>(bytes).ToArray(),
            SafetensorsDType.F64 => Array.ConvertAll(MemoryMarshal.Cast<byte, double>(bytes).ToArray(), v => (float)v),
            SafetensorsDType.F16 => Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(bytes).ToArray(), v => (float)v),
            SafetensorsDType.BF16 => Array.ConvertAll(
                MemoryMarshal.Cast<byte, ushort>(bytes).ToArray(), v => BitConverter.UInt32BitsToSingle((uint)v << 16)),
            var other => throw new CheckpointFormatException(
                Path, $"tensor '{name}' is {other.FormatName()}, expected a floating-point type"),
        };
    }

    /// <summary>Reads a tensor of type <see cref="SafetensorsDType.F64"/>.</summary>
    /// <exception cref="CheckpointFormatException">The tensor is missing or of another type.</exception>
    public double[] ReadDoubles(string name)
    {
        byte[] bytes = ReadBytes(name);
        return this[name].DType == SafetensorsDType.F64
            ? MemoryMarshal.Cast<byte, double>(bytes).ToArray()
            : throw new CheckpointFormatException(Path, $"tensor '{name}' is {this[name].DType.FormatName()}, expected F64");
    }

    /// <summary>Reads a tensor of type <see cref="SafetensorsDType.I64"/>.</summary>
    /// <exception cref="CheckpointFormatException">The tensor is missing or of another type.</exception>
    public long[] ReadInt64s(string name)
    {
        byte[] bytes = ReadBytes(name);
        return this[name].DType == SafetensorsDType.I64
            ? MemoryMarshal.Cast<byte, long>(bytes).ToArray()
            : throw new CheckpointFormatException(Path, $"tensor '{name}' is {this[name].DType.FormatName()}, expected I64");
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static long ReadHeaderLength(FileStream stream)
    {
        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        if (stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false) < prefix.Length)
            throw new FormatException("the file is shorter than the 8 bytes of a safetensors length");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaxHeaderLength)
            throw new FormatException($"the header claims {length} bytes, more than the {MaxHeaderLength} allowed");
        if ((long)length > stream.Length - prefix.Length)
            throw new FormatException($"the file is truncated: its header claims {length} bytes, {stream.Length - prefix.Length} follow");
        return (long)length;
    }
}
