using System.Buffers.Binary;
using System.IO.Compression;

namespace GpuNet.Models.Data;

/// <summary>An array of bytes from an IDX file, the format of MNIST and its relatives.</summary>
/// <param name="Dimensions">Its dimensions, outermost first.</param>
/// <param name="Bytes">Its elements, row by row.</param>
/// <remarks>
/// Format: two zero bytes, the element type (8: unsigned byte), the number of dimensions, the dimensions as
/// big-endian 32-bit integers, the elements. http://yann.lecun.com/exdb/mnist
/// </remarks>
public sealed record IdxFile(IReadOnlyList<int> Dimensions, byte[] Bytes)
{
    private const byte UnsignedByte = 8;
    private const int MaxDimensions = 4;
    private const int ChunkLength = 1 << 20;

    /// <summary>The dimensions as text, such as <c>[60000, 28, 28]</c>.</summary>
    public string ShapeText => $"[{string.Join(", ", Dimensions)}]";

    /// <summary>Reads a file of unsigned bytes, gzipped or not.</summary>
    /// <exception cref="DataFormatException">
    /// The file is not sound: its size differs from what its header says, or it is of another type.
    /// </exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static IdxFile Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            using var stream = IsGzip(file) ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
            return Read(stream);
        }
        catch (Exception exception) when (exception is FormatException or InvalidDataException)
        {
            throw new DataFormatException(path, exception.Message.TrimEnd('.'));
        }
    }

    private static bool IsGzip(FileStream file)
    {
        bool isGzip = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
        file.Position = 0;
        return isGzip;
    }

    private static IdxFile Read(Stream stream)
    {
        byte[] magic = ReadHeader(stream, 4);
        if (magic[0] != 0 || magic[1] != 0)
            throw new FormatException($"not an IDX file: it begins with {Convert.ToHexString(magic)}");
        if (magic[2] != UnsignedByte)
            throw new FormatException($"its element type is 0x{magic[2]:X2}, only unsigned bytes (0x08) are supported");
        if (magic[3] is < 1 or > MaxDimensions)
            throw new FormatException($"it has {magic[3]} dimensions, 1 to {MaxDimensions} are supported");

        byte[] header = ReadHeader(stream, magic[3] * sizeof(uint));
        int[] dimensions = new int[magic[3]];
        long count = 1;
        for (int i = 0; i < dimensions.Length; i++)
        {
            uint dimension = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(i * sizeof(uint)));
            // Each factor is checked before the next one, so the product of two values below 2^32 cannot wrap.
            count *= dimension;
            if (dimension == 0 || dimension > int.MaxValue || count > Array.MaxLength)
                throw new FormatException($"dimension {i} is {dimension}: the array would hold nothing, or more than 2 GiB");
            dimensions[i] = (int)dimension;
        }

        return new IdxFile(dimensions, ReadElements(stream, (int)count));
    }

    private static byte[] ReadHeader(Stream stream, int length)
    {
        byte[] bytes = new byte[length];
        return stream.ReadAtLeast(bytes, length, throwOnEndOfStream: false) == length
            ? bytes
            : throw new FormatException("it ends inside its header");
    }

    /// <summary>Reads in chunks, so that a header that lies costs no more memory than the file holds.</summary>
    private static byte[] ReadElements(Stream stream, int count)
    {
        using var elements = new MemoryStream(Math.Min(count, ChunkLength));
        byte[] chunk = new byte[Math.Min(count, ChunkLength)];
        while (elements.Length < count)
        {
            int read = stream.Read(chunk, 0, (int)Math.Min(chunk.Length, count - elements.Length));
            if (read == 0)
                throw new FormatException($"it is truncated: {elements.Length} of {count} elements are there");
            elements.Write(chunk, 0, read);
        }

        if (stream.ReadByte() >= 0)
            throw new FormatException($"it goes on after its {count} elements");
        return elements.ToArray();
    }
}
