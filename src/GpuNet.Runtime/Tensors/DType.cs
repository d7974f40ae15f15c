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
}

/// <summary>What the library needs to know about element types.</summary>
public static class DTypeExtensions
{
    /// <summary>The size of one element, in bytes.</summary>
    public static int Size(this DType dtype) => dtype switch
    {
        DType.Float32 => sizeof(float),
        DType.Float64 => sizeof(double),
        DType.Int32 => sizeof(int),
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "Not an element type."),
    };

    /// <summary>Whether the elements are floating-point numbers, and so can have gradients.</summary>
    public static bool IsFloatingPoint(this DType dtype) => dtype is DType.Float32 or DType.Float64;

    /// <summary>The element type that holds values of <typeparamref name="T"/>.</summary>
    /// <exception cref="DTypeNotSupportedException">No tensor holds values of that type.</exception>
    public static DType Of<T>() where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return DType.Float32;
        if (typeof(T) == typeof(double)) return DType.Float64;
        if (typeof(T) == typeof(int)) return DType.Int32;
        throw new DTypeNotSupportedException("Tensor", "elements of type float, double or int", typeof(T).Name);
    }
}
