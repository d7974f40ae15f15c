using System.Runtime.InteropServices;

namespace GpuNet.Models.Persistence;

/// <summary>A tensor to be written to a safetensors file.</summary>
/// <param name="Name">Its name; unique in a file.</param>
/// <param name="DType">Its element type.</param>
/// <param name="Shape">Its dimensions, outermost first; empty for a scalar.</param>
/// <param name="Data">Its elements, little-endian, row by row.</param>
public sealed record SafetensorsTensor(
    string Name, SafetensorsDType DType, IReadOnlyList<long> Shape, ReadOnlyMemory<byte> Data)
{
    /// <summary>A tensor of singles.</summary>
    public static SafetensorsTensor Create(string name, IReadOnlyList<long> shape, ReadOnlySpan<float> values) =>
        new(name, SafetensorsDType.F32, shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>A tensor of any element type, as it is now.</summary>
    public static SafetensorsTensor Create(string name, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        long[] shape = Array.ConvertAll(tensor.Shape.ToArray(), extent => (long)extent);
        return new(name, SafetensorsElements.TypeOf(tensor.DType), shape, SafetensorsElements.Write(tensor));
    }

    /// <summary>A tensor of doubles.</summary>
    public static SafetensorsTensor Create(string name, IReadOnlyList<long> shape, ReadOnlySpan<double> values) =>
        new(name, SafetensorsDType.F64, shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>A tensor of 64-bit integers.</summary>
    public static SafetensorsTensor Create(string name, IReadOnlyList<long> shape, ReadOnlySpan<long> values) =>
        new(name, SafetensorsDType.I64, shape, MemoryMarshal.AsBytes(values).ToArray());
}
