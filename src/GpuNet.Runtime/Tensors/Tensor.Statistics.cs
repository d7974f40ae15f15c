using GpuNet.Kernels;
using GpuNet.Operations;

namespace GpuNet;

/// <content>
/// Reductions along several dimensions at once, <c>x.Sum([0, 2])</c>, and those made of other ops. Where the dimensions
/// are named, none stand for all; dimensions that are no neighbours cost a copy.
/// </content>
public sealed partial class Tensor
{
    /// <summary>The sums along some dimensions.</summary>
    /// <param name="axes">The dimensions; -1 is the last; none stand for all.</param>
    /// <param name="keepDimensions">Whether they stay, with an extent of 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    /// <exception cref="ArgumentException">A dimension is named twice.</exception>
    public Tensor Sum(ReadOnlySpan<int> axes, bool keepDimensions = false)
    {
        var (x, split, shape) = AxisSet.Along("Sum", this, axes, keepDimensions);
        return x.Sum(split, shape);
    }

    /// <summary>The means along some dimensions.</summary>
    /// <param name="axes">The dimensions; -1 is the last; none stand for all.</param>
    /// <param name="keepDimensions">Whether they stay, with an extent of 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    /// <exception cref="ArgumentException">A dimension is named twice.</exception>
    public Tensor Mean(ReadOnlySpan<int> axes, bool keepDimensions = false)
    {
        var (x, split, shape) = AxisSet.Along("Mean", this, axes, keepDimensions);
        return Sums<Mean>.Forward(x, split, shape);
    }

    /// <summary>The largest elements along some dimensions; those that are equally large share the gradient.</summary>
    /// <param name="axes">The dimensions; -1 is the last; none stand for all.</param>
    /// <param name="keepDimensions">Whether they stay, with an extent of 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    /// <exception cref="ArgumentException">A dimension is named twice.</exception>
    /// <exception cref="ShapeMismatchException">There are no elements along them.</exception>
    [TensorOp("amax", "y = the largest along axes", "dy shared by those that are the largest", "torch.amax")]
    public Tensor Max(ReadOnlySpan<int> axes, bool keepDimensions = false)
    {
        var (x, split, shape) = AxisSet.Along("Max", this, axes, keepDimensions);
        return Extremum<Max>.OfAll(x, split, shape);
    }

    /// <summary>The smallest elements along some dimensions; those that are equally small share the gradient.</summary>
    /// <param name="axes">The dimensions; -1 is the last; none stand for all.</param>
    /// <param name="keepDimensions">Whether they stay, with an extent of 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    /// <exception cref="ArgumentException">A dimension is named twice.</exception>
    /// <exception cref="ShapeMismatchException">There are no elements along them.</exception>
    [TensorOp("amin", "y = the smallest along axes", "dy shared by those that are the smallest", "torch.amin")]
    public Tensor Min(ReadOnlySpan<int> axes, bool keepDimensions = false)
    {
        var (x, split, shape) = AxisSet.Along("Min", this, axes, keepDimensions);
        return Extremum<Min>.OfAll(x, split, shape);
    }

    /// <summary>The product of all elements.</summary>
    public Tensor Product() => Product([]);

    /// <summary>The products along one dimension.</summary>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <param name="keepDimension">Whether it stays, with an extent of 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public Tensor Product(int axis, bool keepDimension = false) => Product([axis], keepDimension);

    /// <summary>
    /// The products along some dimensions, multiplied in pairs; right gradients beside zeros, too. Of integers and truth values
    /// they are <see cref="DType.Int64"/>.
    /// </summary>
    /// <param name="axes">The dimensions; -1 is the last; none stand for all.</param>
    /// <param name="keepDimensions">Whether they stay, with an extent of 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    /// <exception cref="ArgumentException">A dimension is named twice.</exception>
    [TensorOp("product", "y = product of x along axes", "dy times the product of the others", "torch.prod", HasSecondDerivatives = true)]
    public Tensor Product(ReadOnlySpan<int> axes, bool keepDimensions = false)
    {
        if (!DType.IsFloatingPoint() && DType != DType.Int64) return To(DType.Int64).Product(axes, keepDimensions);
        if (DType.IsNarrow()) return To(DType.Float32).Product(axes, keepDimensions).To(DType);
        var (x, split, shape) = AxisSet.Along("Product", this, axes, keepDimensions);
        return Viewing.Reshape(Statistics.Product(x, split), shape);
    }

    /// <summary>The logarithm of the sum of e^x of all elements.</summary>
    public Tensor LogSumExp() => LogSumExp([]);

    /// <summary>The logarithm of the sum of e^x along one dimension.</summary>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <param name="keepDimension">Whether it stays, with an extent of 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public Tensor LogSumExp(int axis, bool keepDimension = false) => LogSumExp([axis], keepDimension);

    /// <summary>
    /// The logarithm of the sum of e^x along some dimensions; the largest element is taken out first, so that nothing
    /// overflows.
    /// </summary>
    /// <param name="axes">The dimensions; -1 is the last; none stand for all.</param>
    /// <param name="keepDimensions">Whether they stay, with an extent of 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    /// <exception cref="ArgumentException">A dimension is named twice.</exception>
    [TensorOp("logsumexp", "y = log(sum of exp(x)) along axes", "dy exp(x - y)", "torch.logsumexp", HasSecondDerivatives = true)]
    public Tensor LogSumExp(ReadOnlySpan<int> axes, bool keepDimensions = false)
    {
        if (DType.IsNarrow()) return To(DType.Float32).LogSumExp(axes, keepDimensions).To(DType);
        Check.Floating("LogSumExp", this);
        var (x, split, shape) = AxisSet.Along("LogSumExp", this, axes, keepDimensions);
        return Viewing.Reshape(Statistics.LogSumExp(x, split), shape);
    }

    /// <summary>The variance of all elements.</summary>
    /// <param name="correction">What the number of elements is reduced by before it divides: 1 for samples (Bessel).</param>
    public Tensor Variance(double correction = 1) => Variance([], correction: correction);

    /// <summary>The variances along one dimension.</summary>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <param name="keepDimension">Whether it stays, with an extent of 1.</param>
    /// <param name="correction">What the number of elements is reduced by before it divides.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public Tensor Variance(int axis, bool keepDimension = false, double correction = 1) =>
        Variance([axis], keepDimension, correction);

    /// <summary>The variances along some dimensions, in two passes: the mean, then the distances from it.</summary>
    /// <param name="axes">The dimensions; -1 is the last; none stand for all.</param>
    /// <param name="keepDimensions">Whether they stay, with an extent of 1.</param>
    /// <param name="correction">What the number of elements is reduced by before it divides: 1 for samples (Bessel), 0
    /// for whole populations. NaN or infinite where nothing is left.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    /// <exception cref="ArgumentException">A dimension is named twice.</exception>
    [TensorOp("variance", "y = sum of (x - mean)^2 / (n - correction) along axes", "2 dy (x - mean) / (n - correction)", "torch.var", HasSecondDerivatives = true)]
    public Tensor Variance(ReadOnlySpan<int> axes, bool keepDimensions = false, double correction = 1) => DType.IsNarrow()
        ? To(DType.Float32).Variance(axes, keepDimensions, correction).To(DType)
        : Variance("Variance", axes, keepDimensions, correction);

    /// <summary>The standard deviation of all elements.</summary>
    /// <param name="correction">What the number of elements is reduced by before it divides.</param>
    public Tensor StandardDeviation(double correction = 1) => StandardDeviation([], correction: correction);

    /// <summary>The standard deviations along one dimension.</summary>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <param name="keepDimension">Whether it stays, with an extent of 1.</param>
    /// <param name="correction">What the number of elements is reduced by before it divides.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public Tensor StandardDeviation(int axis, bool keepDimension = false, double correction = 1) =>
        StandardDeviation([axis], keepDimension, correction);

    /// <summary>The square roots of the variances along some dimensions; where they are 0, so is the gradient.</summary>
    /// <param name="axes">The dimensions; -1 is the last; none stand for all.</param>
    /// <param name="keepDimensions">Whether they stay, with an extent of 1.</param>
    /// <param name="correction">What the number of elements is reduced by before it divides.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    /// <exception cref="ArgumentException">A dimension is named twice.</exception>
    [TensorOp("standard_deviation", "y = sqrt(variance) along axes", "dy (x - mean) / (y (n - correction)), 0 where y is", "torch.std", HasSecondDerivatives = true)]
    public Tensor StandardDeviation(ReadOnlySpan<int> axes, bool keepDimensions = false, double correction = 1) => DType.IsNarrow()
        ? To(DType.Float32).StandardDeviation(axes, keepDimensions, correction).To(DType)
        : Statistics.Root(Variance("StandardDeviation", axes, keepDimensions, correction), 2);

    /// <summary>The norm of all elements as one vector; with p = 2 Frobenius'.</summary>
    /// <param name="p">Which norm; infinities give the largest and the smallest size, 0 counts what is not 0.</param>
    public Tensor Norm(double p = 2) => Norm(p, []);

    /// <summary>The norms along one dimension.</summary>
    /// <param name="p">Which norm.</param>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <param name="keepDimension">Whether it stays, with an extent of 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public Tensor Norm(double p, int axis, bool keepDimension = false) => Norm(p, [axis], keepDimension);

    /// <summary>
    /// The norms of vectors along some dimensions, (sum of |x|^p)^(1/p); where a norm is 0, so is its gradient.
    /// </summary>
    /// <param name="p">Which norm; infinities give the largest and the smallest size, 0 counts what is not 0.</param>
    /// <param name="axes">The dimensions; -1 is the last; none stand for all.</param>
    /// <param name="keepDimensions">Whether they stay, with an extent of 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension, or p is NaN.</exception>
    /// <exception cref="ArgumentException">A dimension is named twice.</exception>
    /// <exception cref="ShapeMismatchException">There are no elements, and p is infinite.</exception>
    [TensorOp("norm", "y = (sum of |x|^p)^(1/p) along axes", "dy sign(x) (|x| / y)^(p - 1), 0 where y is", "torch.linalg.vector_norm", HasSecondDerivatives = true)]
    public Tensor Norm(double p, ReadOnlySpan<int> axes, bool keepDimensions = false)
    {
        if (double.IsNaN(p)) throw new ArgumentOutOfRangeException(nameof(p), p, "Norm: p has to be a number.");
        if (DType.IsNarrow()) return To(DType.Float32).Norm(p, axes, keepDimensions).To(DType);
        Check.Floating("Norm", this);
        var (x, split, shape) = AxisSet.Along("Norm", this, axes, keepDimensions);
        if (double.IsInfinity(p))
        {
            if (split.Axis == 0)
                throw new ShapeMismatchException("Norm", "at least one element along the axes, as p is infinite", Shape.ToString());
            return p > 0 ? Extremum<Max>.OfAll(x.Abs(), split, shape) : Extremum<Min>.OfAll(x.Abs(), split, shape);
        }
        return Viewing.Reshape(Statistics.Norm(x, split, p), shape);
    }

    /// <summary>The sums of all elements up to each, along one dimension.</summary>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    [TensorOp("cumulative_sum", "y[k] = x[0] + .. + x[k] along an axis", "dy[k] + .. + dy[n - 1]", "torch.cumsum")]
    public Tensor CumulativeSum(int axis) => Operations.CumulativeSum.Forward(
        this, AxisSplit.Of(Shape, Check.Axis("CumulativeSum", Shape, axis)), fromLast: false);

    private Tensor Variance(string operation, ReadOnlySpan<int> axes, bool keepDimensions, double correction)
    {
        Check.Floating(operation, this);
        var (x, split, shape) = AxisSet.Along(operation, this, axes, keepDimensions);
        return Viewing.Reshape(Statistics.Variance(x, split, correction), shape);
    }
}
