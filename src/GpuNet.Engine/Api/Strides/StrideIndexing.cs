namespace ILGPU;

/// <summary>Element indices of general strides back to indices: the largest stride is divided out first.</summary>
internal static class StrideIndexing
{
    /// <summary>A dimension of stride 0 repeats one element, so its index is 0.</summary>
    public static int Quotient(int elementIndex, int stride) => stride == 0 ? 0 : elementIndex / stride;

    public static long Quotient(long elementIndex, int stride) => stride == 0 ? 0 : elementIndex / stride;

    /// <summary>Elements of a stride that fit in a base view; stride 0 repeats the first as often as asked.</summary>
    public static long Count(long baseLength, int stride, long repeats) =>
        stride == 0 ? repeats : IntrinsicMath.DivRoundUp(baseLength, (long)stride);

    public static Index2D Reconstruct(int elementIndex, Index2D stride)
    {
        if (stride.X > stride.Y)
        {
            var x = Quotient(elementIndex, stride.X);
            return new Index2D(x, Quotient(elementIndex - x * stride.X, stride.Y));
        }
        var y = Quotient(elementIndex, stride.Y);
        return new Index2D(Quotient(elementIndex - y * stride.Y, stride.X), y);
    }

    public static Index3D Reconstruct(int elementIndex, Index3D stride)
    {
        if (stride.X >= stride.Y && stride.X >= stride.Z)
        {
            var x = Quotient(elementIndex, stride.X);
            return new Index3D(x, Reconstruct(elementIndex - x * stride.X, stride.YZ));
        }
        if (stride.Y >= stride.Z)
        {
            var y = Quotient(elementIndex, stride.Y);
            var xz = Reconstruct(elementIndex - y * stride.Y, new Index2D(stride.X, stride.Z));
            return new Index3D(xz.X, y, xz.Y);
        }
        var z = Quotient(elementIndex, stride.Z);
        return new Index3D(Reconstruct(elementIndex - z * stride.Z, stride.XY), z);
    }

    public static LongIndex2D Reconstruct(long elementIndex, Index2D stride)
    {
        if (stride.X > stride.Y)
        {
            var x = Quotient(elementIndex, stride.X);
            return new LongIndex2D(x, Quotient(elementIndex - x * stride.X, stride.Y));
        }
        var y = Quotient(elementIndex, stride.Y);
        return new LongIndex2D(Quotient(elementIndex - y * stride.Y, stride.X), y);
    }

    public static LongIndex3D Reconstruct(long elementIndex, Index3D stride)
    {
        if (stride.X >= stride.Y && stride.X >= stride.Z)
        {
            var x = Quotient(elementIndex, stride.X);
            return new LongIndex3D(x, Reconstruct(elementIndex - x * stride.X, stride.YZ));
        }
        if (stride.Y >= stride.Z)
        {
            var y = Quotient(elementIndex, stride.Y);
            var xz = Reconstruct(elementIndex - y * stride.Y, new Index2D(stride.X, stride.Z));
            return new LongIndex3D(xz.X, y, xz.Y);
        }
        var z = Quotient(elementIndex, stride.Z);
        return new LongIndex3D(Reconstruct(elementIndex - z * stride.Z, stride.XY), z);
    }
}
