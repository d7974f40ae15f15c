using GpuNet.Kernels;
using GpuNet.Operations;

namespace GpuNet;

/// <summary>Activations of several tensors, of halves of one, or with random numbers.</summary>
public static partial class Functional
{
    /// <summary>x where it is positive, weight * x elsewhere; both have gradients.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="weight">One slope, or one for each element of the last dimension.</param>
    /// <exception cref="ShapeMismatchException">The number of slopes does not fit.</exception>
    public static Tensor PRelu(Tensor x, Tensor weight)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(weight);
        if (weight.Count != 1 && (weight.Rank != 1 || x.Rank == 0 || weight.Count != x.Shape[^1]))
        {
            throw new ShapeMismatchException(
                "prelu", $"one slope, or one for each element of the last dimension of {x.Shape}", weight.Shape.ToString());
        }

        return x.Combine<PRelu>(weight, default);
    }

    /// <summary>
    /// x where it is positive, a * x elsewhere, with a drawn from [lower, upper) for each element: a randomized leaky
    /// ReLU in training. In evaluation it is <c>x.Map(new RRelu(lower, upper))</c>.
    /// </summary>
    /// <param name="x">Any shape, of type Float32.</param>
    /// <param name="generator">Where the slopes come from; goes on by one mask.</param>
    /// <param name="lower">The smallest slope.</param>
    /// <param name="upper">The largest slope.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="upper"/> is below <paramref name="lower"/>.</exception>
    public static Tensor RRelu(Tensor x, Generator generator, double lower = 1.0 / 8, double upper = 1.0 / 3)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(generator);
        if (!(upper >= lower))
            throw new ArgumentOutOfRangeException(nameof(upper), upper, $"rrelu: upper must not be below lower ({lower}).");
        return RandomSlopes.Forward(x, lower, upper, generator);
    }

    /// <summary>A gate of the kernels over the halves of a dimension: <c>Functional.Gate(x, new Glu())</c>.</summary>
    /// <param name="x">[..., 2 n].</param>
    /// <param name="gate">The op that makes one number of an element of each half.</param>
    /// <param name="axis">The dimension that is halved; -1 is the last. Others are moved to the end and back.</param>
    /// <returns>[..., n].</returns>
    /// <exception cref="ShapeMismatchException">The dimension is odd.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public static Tensor Gate<TGate>(Tensor x, TGate gate, int axis = -1) where TGate : unmanaged, IBinaryOp<TGate>
    {
        ArgumentNullException.ThrowIfNull(x);
        return axis == -1
            ? Operations.Gate<TGate>.Forward(x, gate)
            : x.AsLast(TGate.Info.Name, axis, last => Operations.Gate<TGate>.Forward(last, gate));
    }

    /// <summary><paramref name="a"/> where the condition is not 0, <paramref name="b"/> elsewhere, bit for bit.</summary>
    /// <param name="condition">A mask such as <c>x &gt; y</c>, or numbers of the operands' type; NaN counts as not 0.</param>
    /// <param name="a">What is taken where it holds; shapes broadcast as in NumPy.</param>
    /// <param name="b">What is taken elsewhere.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast to one.</exception>
    public static Tensor Where(Tensor condition, Tensor a, Tensor b)
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(a);
        if (!a.DType.IsFloatingPoint()) return WhereOfIntegers(condition, a, b);
        return condition.Combine<Select>(a, default) + condition.Combine<SelectOtherwise>(b, default);
    }

    /// <summary>Integers come back whole whatever is added to them and taken away again: they wrap around.</summary>
    private static Tensor WhereOfIntegers(Tensor condition, Tensor a, Tensor b)
    {
        if (a.DType == DType.Bool) return (condition.To(DType.Bool) & a) | (!condition.To(DType.Bool) & b);
        return condition.To(DType.Bool).To(a.DType) * (a - b) + b;
    }
}
