using System.Runtime.InteropServices;
using GpuNet.Kernels;

namespace GpuNet.Models.Persistence;

/// <summary>Tensors to and from the bytes of a file, little-endian and row by row, in the type that they have.</summary>
internal static class SafetensorsElements
{
    /// <summary>The file's name for an element type.</summary>
    public static SafetensorsDType TypeOf(DType dtype) => dtype switch
    {
        DType.Float32 => SafetensorsDType.F32,
        DType.Float64 => SafetensorsDType.F64,
        DType.Float16 => SafetensorsDType.F16,
        DType.BFloat16 => SafetensorsDType.BF16,
        DType.Int32 => SafetensorsDType.I32,
        DType.Int64 => SafetensorsDType.I64,
        DType.UInt8 => SafetensorsDType.U8,
        _ => SafetensorsDType.Bool,
    };

    /// <summary>The elements' bytes.</summary>
    public static byte[] Write(Tensor tensor) => tensor.DType switch
    {
        DType.Float32 => Bytes<float>(tensor),
        DType.Float64 => Bytes<double>(tensor),
        DType.Float16 => Bytes<Half>(tensor),
        DType.BFloat16 => Bytes<BFloat16>(tensor),
        DType.Int32 => Bytes<int>(tensor),
        DType.Int64 => Bytes<long>(tensor),
        DType.UInt8 => Bytes<byte>(tensor),
        _ => Bytes<bool>(tensor),
    };

    /// <summary>A tensor of the bytes; null for a type that no tensor has.</summary>
    public static Tensor? Read(SafetensorsDType dtype, ReadOnlySpan<byte> bytes, Shape shape, Device? device) => dtype switch
    {
        SafetensorsDType.F32 => Of<float>(bytes, shape, device),
        SafetensorsDType.F64 => Of<double>(bytes, shape, device),
        SafetensorsDType.F16 => Of<Half>(bytes, shape, device),
        SafetensorsDType.BF16 => Of<BFloat16>(bytes, shape, device),
        SafetensorsDType.I32 => Of<int>(bytes, shape, device),
        SafetensorsDType.I64 => Of<long>(bytes, shape, device),
        SafetensorsDType.U8 => Of<byte>(bytes, shape, device),
        SafetensorsDType.Bool => Of<byte>(bytes, shape, device).To(DType.Bool), // whatever is not 0
        _ => null,
    };

    private static byte[] Bytes<T>(Tensor tensor) where T : unmanaged =>
        MemoryMarshal.AsBytes(tensor.ToArray<T>().AsSpan()).ToArray();

    private static Tensor Of<T>(ReadOnlySpan<byte> bytes, Shape shape, Device? device) where T : unmanaged =>
        Tensor.From(MemoryMarshal.Cast<byte, T>(bytes), shape, device);
}
