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
    [TensorOp("full", "y = a number everywhere; zeros, ones, and the like of another tensor", "none", "torch.full")]
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

    /// <summary>A tensor with the same number everywhere, of the shape, element type and device of another.</summary>
    public static Tensor FullLike(Tensor other, double value)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Full(other.Shape, value, other.DType, other.Device);
    }

    /// <summary>The numbers 0, 1, 2 and so on, below an end.</summary>
    /// <param name="end">Where to stop; exclusive.</param>
    /// <param name="dtype">The type of the result.</param>
    /// <param name="device">Where to; <see cref="Device.Default"/> if left out.</param>
    public static Tensor Arange(double end, DType dtype = DType.Float32, Device? device = null) =>
        Arange(0, end, 1, dtype, device);

    /// <summary>Numbers from a start on, below an end, in steps: start + i * step, each rounded once.</summary>
    /// <param name="start">The first number.</param>
    /// <param name="end">Where to stop; exclusive.</param>
    /// <param name="step">The distance; negative to go down, not 0.</param>
    /// <param name="dtype">The type of the result.</param>
    /// <param name="device">Where to; <see cref="Device.Default"/> if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is 0, or leads away from the end.</exception>
    [TensorOp("arange", "y[i] = start + i step, below the end", "none", "torch.arange")]
    public static Tensor Arange(double start, double end, double step, DType dtype = DType.Float32, Device? device = null)
    {
        if (step == 0 || !((end - start) / step >= 0))
            throw new ArgumentOutOfRangeException(
                nameof(step), step, $"Arange: no step from {start} to {end}, which has to be reached, or passed.");
        var count = (int)Math.Ceiling((end - start) / step);
        return Operations.Ranges.Create(count, start, end, step, count, dtype, device);
    }

    /// <summary>Equally spaced numbers from a start to an end, both included.</summary>
    /// <param name="start">The first number.</param>
    /// <param name="end">The last number.</param>
    /// <param name="count">How many; at least 0.</param>
    /// <param name="dtype">The type of the result.</param>
    /// <param name="device">Where to; <see cref="Device.Default"/> if left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is negative.</exception>
    [TensorOp("linspace", "y[i] = start + i (end - start) / (n - 1)", "none", "torch.linspace")]
    public static Tensor Linspace(double start, double end, int count, DType dtype = DType.Float32, Device? device = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        // Each half is counted from its own end, as in torch, so that both ends are exact, and the numbers symmetric.
        var step = count > 1 ? (end - start) / (count - 1) : 0;
        return Operations.Ranges.Create(count, start, end, step, Math.Max(count / 2, 1), dtype, device);
    }

    /// <summary>A matrix with ones where row and column are the same, zeros elsewhere.</summary>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns; as many as rows if left out.</param>
    /// <param name="dtype">The type of the result.</param>
    /// <param name="device">Where to; <see cref="Device.Default"/> if left out.</param>
    [TensorOp("eye", "y[i, j] = 1 where i = j, else 0", "none", "torch.eye")]
    public static Tensor Eye(int rows, int? columns = null, DType dtype = DType.Float32, Device? device = null)
    {
        var y = Zeros([rows, columns ?? rows], dtype, device);
        var (ones, width) = (Math.Min(rows, y.Shape[1]), y.Shape[1]);
        if (ones == 0) return y;
        using var diagonal = Ones([ones], dtype, y.Device);
        Operations.StridedCopy.Run(
            new Operations.Strides(diagonal, 0, [1]), new Operations.Strides(y, 0, [width + 1]), [ones]);
        return y;
    }
}
