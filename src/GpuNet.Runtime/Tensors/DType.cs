using GpuNet.Kernels;

namespace GpuNet;

/// <summary>The element type of a tensor.</summary>
public enum DType
{
    /// <summary>32-bit IEEE float (<see cref="float"/>): what networks compute in.</summary>
    Float32,

    /// <summary>64-bit IEEE float (<see cref="double"/>): for gradient checks and references.</summary>
    Float64,

    /// <summary>32-bit signed integer (<see cref="int"/>): labels and indices.</summary>
    Int32,

    /// <summary>16-bit IEEE float (<see cref="Half"/>): for storing; operations compute in <see cref="Float32"/>.</summary>
    Float16,

    /// <summary>
    /// The upper half of a 32-bit float (<see cref="Kernels.BFloat16"/>): for storing; operations compute in
    /// <see cref="Float32"/>.
    /// </summary>
    BFloat16,

    /// <summary>64-bit signed integer (<see cref="long"/>): labels and indices of other systems, and sums of integers.</summary>
    Int64,

    /// <summary>8-bit unsigned integer (<see cref="byte"/>): pixels.</summary>
    UInt8,

    /// <summary>Truth value (<see cref="bool"/>), one byte each: masks, and what comparisons give.</summary>
    Bool,
}

/// <summary>What the library needs to know about element types.</summary>
public static class DTypeExtensions
{
    /// <summary>The size of one element, in bytes.</summary>
    public static int Size(this DType dtype) => dtype switch
    {
        DType.Float32 or DType.Int32 => 4,
        DType.Float64 or DType.Int64 => 8,
        DType.Float16 or DType.BFloat16 => 2,
        DType.UInt8 or DType.Bool => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "Not an element type."),
    };

    /// <summary>Whether the elements are floating-point numbers, and so can have gradients.</summary>
    public static bool IsFloatingPoint(this DType dtype) => dtype is DType.Float32 or DType.Float64 || dtype.IsNarrow();

    /// <summary>Whether the elements are integers; truth values are not.</summary>
    public static bool IsInteger(this DType dtype) => dtype is DType.Int32 or DType.Int64 or DType.UInt8;

    /// <summary>The element type that holds values of <typeparamref name="T"/>.</summary>
    /// <exception cref="DTypeNotSupportedException">No tensor holds values of that type.</exception>
    public static DType Of<T>() where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return DType.Float32;
        if (typeof(T) == typeof(double)) return DType.Float64;
        if (typeof(T) == typeof(int)) return DType.Int32;
        if (typeof(T) == typeof(Half) || typeof(T) == typeof(ILGPU.Half)) return DType.Float16;
        if (typeof(T) == typeof(BFloat16)) return DType.BFloat16;
        if (typeof(T) == typeof(long)) return DType.Int64;
        if (typeof(T) == typeof(byte)) return DType.UInt8;
        if (typeof(T) == typeof(bool)) return DType.Bool;
        throw new DTypeNotSupportedException(
            "Tensor", "elements of type float, double, Half, BFloat16, int, long, byte or bool", typeof(T).Name);
    }

    /// <summary>
    /// Whether the elements are floats for storing only: an operation widens its operands to Float32 and rounds its
    /// result, once.
    /// </summary>
    internal static bool IsNarrow(this DType dtype) => dtype is DType.Float16 or DType.BFloat16;
}
