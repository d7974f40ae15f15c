using GpuNet.Kernels;

namespace GpuNet.Operations;

/// <summary>
/// Reductions made of other operations, whose gradients make theirs, to any order. Each gives [outer, 1, inner] for a
/// tensor seen as [outer, axis, inner].
/// </summary>
internal static class Statistics
{
    /// <summary>The product along the axis: the halves of it are multiplied until one is left.</summary>
    internal static Tensor Product(Tensor x, AxisSplit split)
    {
        var rest = Seen(x, split);
        if (split.Axis == 0) return Tensor.Ones(Reduced(split), x.DType, x.Device);
        while (rest.Shape[1] > 1)
        {
            var half = rest.Shape[1] / 2;
            var pairs = rest.Slice(1, ..half) * rest.Slice(1, half..(2 * half));
            rest = rest.Shape[1] % 2 == 0 ? pairs : Functional.Concatenate([pairs, rest.Slice(1, (2 * half)..)], axis: 1);
        }
        return rest;
    }

    /// <summary>log(sum of e^x) along the axis.</summary>
    internal static Tensor LogSumExp(Tensor x, AxisSplit split)
    {
        var seen = Seen(x, split);
        if (split.Axis == 0) return Tensor.Full(Reduced(split), double.NegativeInfinity, x.DType, x.Device);
        Tensor largest;
        using (Tape.NoGrad())
        {
            // Infinities stay where they are: their difference would be NaN.
            largest = Reduction.Run<Identity, Max>(seen, split, Reduced(split));
            largest = Functional.Where(largest.Abs() < float.PositiveInfinity, largest, Tensor.ZerosLike(largest));
        }
        return Sums<Sum>.Forward((seen - largest).Exp(), split, Reduced(split)).Log() + largest;
    }

    /// <summary>The sum of squared distances from the mean, divided by n - correction.</summary>
    internal static Tensor Variance(Tensor x, AxisSplit split, double correction)
    {
        var seen = Seen(x, split);
        var mean = Sums<Mean>.Forward(seen, split, Reduced(split));
        var squares = Sums<Sum>.Forward((seen - mean).Square(), split, Reduced(split));
        return squares / Tensor.Scalar(Math.Max(split.Axis - correction, 0), x.DType, x.Device);
    }

    /// <summary>(sum of |x|^p)^(1/p) along the axis, for a finite p.</summary>
    internal static Tensor Norm(Tensor x, AxisSplit split, double p)
    {
        if (p == 2 && !Tape.Records(x)) return Reduction.Run<Square, Sum>(x, split, Reduced(split)).Sqrt(); // in one pass
        var seen = Seen(x, split);
        var powers = p switch
        {
            0 => seen.NotEqualTo(Tensor.Scalar(0, x.DType, x.Device)).To(x.DType),
            1 => seen.Abs(),
            2 => seen.Square(),
            _ => Power(seen.Abs(), p),
        };
        var sum = Sums<Sum>.Forward(powers, split, Reduced(split));
        return p is 0 or 1 ? sum : Root(sum, p);
    }

    /// <summary>x^(1/p) for x of at least 0; at 0 its gradient is 0, and not infinite.</summary>
    internal static Tensor Root(Tensor x, double p)
    {
        var (isZero, positive) = WithoutZeros(x);
        return (p == 2 ? positive.Sqrt() : positive.Pow(Exponent(x, 1 / p))) - isZero;
    }

    /// <summary>x^p for x of at least 0; at 0 its gradient is 0, and not infinite.</summary>
    private static Tensor Power(Tensor x, double p)
    {
        if (p > 1) return x.Pow(Exponent(x, p));
        var (isZero, positive) = WithoutZeros(x);
        var power = positive.Pow(Exponent(x, p));
        return p > 0 ? power - isZero : Functional.Where(isZero, Tensor.FullLike(x, double.PositiveInfinity), power);
    }

    /// <summary>A mask of the zeros, and the tensor with ones in their place.</summary>
    private static (Tensor IsZero, Tensor Positive) WithoutZeros(Tensor x)
    {
        var isZero = x.EqualTo(Tensor.Scalar(0, x.DType, x.Device)).To(x.DType);
        return (isZero, Functional.Where(isZero, isZero, x));
    }

    private static Tensor Exponent(Tensor x, double exponent) => Tensor.Scalar(exponent, x.DType, x.Device);

    private static Tensor Seen(Tensor x, AxisSplit split) =>
        Viewing.Reshape(x, [split.Outer, split.Axis, split.Inner]);

    private static Shape Reduced(AxisSplit split) => [split.Outer, 1, split.Inner];
}
