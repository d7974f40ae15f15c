namespace GpuNet;

public sealed partial class Tensor
{
    /// <summary>A tensor with the given elements, row by row.</summary>
    /// <typeparam name="T">
    /// <see cref="float"/>, <see cref="double"/>, <see cref="Half"/>, <see cref="Kernels.BFloat16"/>, <see cref="int"/>,
    /// <see cref="long"/>, <see cref="byte"/> or <see cref="bool"/>.
    /// </typeparam>
    /// <param name="values">The elements; copied.</param>
    /// <param name="shape">The extents.</param>
    /// <param name="device">Where to; <see cref="Device.Default"/> if left out.</param>
    /// <exception cref="ShapeMismatchException">The shape has another number of elements.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> values, Shape shape, Device? device = null) where T : unmanaged
    {
        if (values.Length != shape.Count)
            throw new ShapeMismatchException(
                "Tensor.From", $"{shape.Count} values for the shape {shape}", $"{values.Length}");
        var tensor = Uninitialized(shape, DTypeExtensions.Of<T>(), device ?? Device.Default);
        tensor.Write(values);
        return tensor;
    }

    /// <summary>A vector with the given elements.</summary>
    /// <typeparam name="T">
    /// <see cref="float"/>, <see cref="double"/>, <see cref="Half"/>, <see cref="Kernels.BFloat16"/>, <see cref="int"/>,
    /// <see cref="long"/>, <see cref="byte"/> or <see cref="bool"/>.
    /// </typeparam>
    /// <param name="values">The elements; copied.</param>
    /// <param name="device">Where to; <see cref="Device.Default"/> if left out.</param>
    public static Tensor From<T>(ReadOnlySpan<T> values, Device? device = null) where T : unmanaged =>
        From(values, [values.Length], device);

    /// <summary>A tensor of shape [] that holds one number.</summary>
    public static Tensor Scalar(double value, DType dtype = DType.Float32, Device? device = null) =>
        Full([], value, dtype, device);

    /// <summary>A tensor of zeros.</summary>
    public static Tensor Zeros(Shape shape, DType dtype = DType.Float32, Device? device = null) =>
        Full(shape, 0, dtype, device);

    /// <summary>A tensor of ones.</summary>
    public static Tensor Ones(Shape shape, DType dtype = DType.Float32, Device? device = null) =>
        Full(shape, 1, dtype, device);

    /// <summary>A tensor with the same number everywhere.</summary>
    public static Tensor Full(Shape shape, double value, DType dtype = DType.Float32, Device? device = null)
    {
        var tensor = Uninitialized(shape, dtype, device ?? Device.Default);
        tensor.Fill(value);
        return tensor;
    }

    /// <summary>A tensor of zeros with the shape, element type and device of another.</summary>
    public static Tensor ZerosLike(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Zeros(other.Shape, other.DType, other.Device);
    }

    /// <summary>A tensor of ones with the shape, element type and device of another.</summary>
    public static Tensor OnesLike(Tensor other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Ones(other.Shape, other.DType, other.Device);
    }
}
