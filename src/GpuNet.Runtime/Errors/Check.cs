namespace GpuNet;

/// <summary>The checks that operations make of their inputs before they launch anything.</summary>
internal static class Check
{
    internal static void SameShape(string operation, Shape expected, Shape actual)
    {
        if (expected != actual) throw new ShapeMismatchException(operation, expected.ToString(), actual.ToString());
    }

    /// <summary>The same, with the argument whose shape it is.</summary>
    internal static void SameShape(string operation, string argument, Shape expected, Shape actual)
    {
        if (expected != actual)
            throw new ShapeMismatchException(operation, $"{argument} {expected}", actual.ToString());
    }

    internal static void Rank(string operation, Tensor tensor, int rank, string expected)
    {
        if (tensor.Rank != rank) throw new ShapeMismatchException(operation, expected, tensor.Shape.ToString());
    }

    internal static void Floating(string operation, Tensor tensor)
    {
        if (tensor.DType is not (DType.Float32 or DType.Float64))
            throw new DTypeNotSupportedException(operation, "Float32 or Float64", tensor.DType);
    }

    internal static void OfType(string operation, Tensor tensor, DType expected)
    {
        if (tensor.DType != expected)
            throw new DTypeNotSupportedException(operation, expected.ToString(), tensor.DType, expected);
    }

    /// <summary>Class labels or indices as the kernels read them; those that 32 bits do not hold stay out of range.</summary>
    internal static Tensor Labels(string operation, Tensor labels)
    {
        if (labels.DType is not (DType.Int32 or DType.Int64))
            throw new DTypeNotSupportedException(operation, "Int32 or Int64", labels.DType, DType.Int32);
        return labels.DType == DType.Int64 ? Operations.Indices.Narrow(labels) : labels;
    }

    internal static void SameDevice(string operation, Tensor a, Tensor b)
    {
        if (a.Device != b.Device)
            throw new DeviceException(
                $"{operation}: one input is on {a.Device}, another on {b.Device}. Move one with To(device).");
    }

    internal static void SameTypeAndDevice(string operation, Tensor a, Tensor b)
    {
        SameDevice(operation, a, b);
        OfType(operation, b, a.DType);
    }

    /// <summary>The dimension that <paramref name="axis"/> names; -1 is the last.</summary>
    internal static int Axis(string operation, Shape shape, int axis)
    {
        var dimension = axis < 0 ? axis + shape.Rank : axis;
        if ((uint)dimension >= (uint)shape.Rank)
            throw new ArgumentOutOfRangeException(
                nameof(axis), axis,
                shape.Rank == 0
                    ? $"{operation}: a tensor of shape [] is a single value and has no axes: x.Reshape(1) has one."
                    : $"{operation}: a tensor of shape {shape} has no axis {axis}; axes are {-shape.Rank}..{shape.Rank - 1}.");
        return dimension;
    }
}
