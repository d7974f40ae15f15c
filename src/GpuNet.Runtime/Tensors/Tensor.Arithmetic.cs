using GpuNet.Kernels;
using GpuNet.Operations;

namespace GpuNet;

public sealed partial class Tensor
{
    /// <summary>Element by element; shapes broadcast as in NumPy.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => Arithmetic<Add>(left, right);

    /// <summary>Element by element; shapes broadcast as in NumPy.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => Arithmetic<Subtract>(left, right);

    /// <summary>Element by element; shapes broadcast as in NumPy.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => Arithmetic<Multiply>(left, right);

    /// <summary>Element by element; shapes broadcast as in NumPy. Integers are divided as <see cref="DType.Float32"/>.</summary>
    public static Tensor operator /(Tensor left, Tensor right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var (a, b) = Promotion.OfMasks(left, right);
        Check.SameTypeAndDevice("divide", a, b);
        return Divisible(a).Combine<Divide>(Divisible(b), default);
    }

    /// <summary>
    /// Adds a number to each element. Numbers are rounded to the tensor's type, if that is floating-point; integers take
    /// integers that their type has.
    /// </summary>
    /// <exception cref="ArgumentException">The tensor holds integers, and the number is none of theirs.</exception>
    public static Tensor operator +(Tensor left, double right) => IsParameter(left, right)
        ? left.Map(new AddConstant((float)right))
        : left + Promotion.NumberFor(left, right);

    /// <summary>Adds a number to each element.</summary>
    public static Tensor operator +(double left, Tensor right) => right + left;

    /// <summary>Subtracts a number from each element.</summary>
    public static Tensor operator -(Tensor left, double right) => IsParameter(left, right)
        ? left.Map(new AddConstant((float)-right))
        : left - Promotion.NumberFor(left, right);

    /// <summary>Subtracts each element from a number.</summary>
    public static Tensor operator -(double left, Tensor right) => IsParameter(right, left)
        ? right.Map(new Chain<Single<Negate>, Single<AddConstant>>(default, new(new AddConstant((float)left))))
        : Promotion.NumberFor(right, left) - right;

    /// <summary>Multiplies each element by a number.</summary>
    public static Tensor operator *(Tensor left, double right) => IsParameter(left, right)
        ? left.Map(new Scale((float)right))
        : left * Promotion.NumberFor(left, right);

    /// <summary>Multiplies each element by a number.</summary>
    public static Tensor operator *(double left, Tensor right) => right * left;

    /// <summary>Divides each element by a number: one rounded division each.</summary>
    public static Tensor operator /(Tensor left, double right)
    {
        var numerator = Divisible(left);
        return IsParameter(numerator, right)
            ? numerator.Map(new DivideBy((float)right))
            : numerator / Promotion.NumberFor(numerator, right);
    }

    /// <summary>Divides a number by each element: one rounded division each.</summary>
    public static Tensor operator /(double left, Tensor right)
    {
        var denominator = Divisible(right);
        return IsParameter(denominator, left)
            ? denominator.Map(new DivideConstant((float)left))
            : Promotion.NumberFor(denominator, left) / denominator;
    }

    /// <summary>Changes the sign of each element.</summary>
    public static Tensor operator -(Tensor operand) => operand.DType.IsInteger() ? 0 - operand : operand.Map<Negate>(default);

    /// <summary>An op of the kernels on each element: <c>x.Map(new LeakyRelu(0.01f))</c>.</summary>
    /// <exception cref="DTypeNotSupportedException">The elements are not floating-point numbers.</exception>
    public Tensor Map<TOp>(TOp op) where TOp : unmanaged, IUnaryOp<TOp> => Unary<TOp>.Forward(this, op);

    /// <summary>
    /// A binary op of the kernels on each pair of elements; shapes broadcast as in NumPy. A mask counts as 1 and 0 of
    /// the other operand's type.
    /// </summary>
    /// <exception cref="DTypeNotSupportedException">The elements are not floating-point numbers of one type.</exception>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast to one.</exception>
    public Tensor Combine<TOp>(Tensor other, TOp op) where TOp : unmanaged, IBinaryOp<TOp>
    {
        ArgumentNullException.ThrowIfNull(other);
        var (a, b) = Promotion.OfMasks(this, other);
        return Binary<TOp>.Forward(a, b, op);
    }

    /// <summary>Integers as what their quotients are.</summary>
    private static Tensor Divisible(Tensor operand)
    {
        ArgumentNullException.ThrowIfNull(operand);
        return operand.DType.IsFloatingPoint() ? operand : operand.To(DType.Float32);
    }

    /// <summary>Whether an op of the kernels takes the number as its parameter; a tensor of it stands beside the operand otherwise.</summary>
    private static bool IsParameter(Tensor operand, double number)
    {
        ArgumentNullException.ThrowIfNull(operand);
        return !operand.DType.IsInteger() && Promotion.IsParameter(operand, number);
    }

    /// <summary>The ops that integers have, too.</summary>
    private static Tensor Arithmetic<TOp>(Tensor left, Tensor right) where TOp : unmanaged, IBinaryOp<TOp>, IIntegerOp
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var (a, b) = Promotion.OfMasks(left, right);
        return a.DType.IsInteger() ? Integers.Combine<TOp>(a, b) : Binary<TOp>.Forward(a, b);
    }

    /// <summary>e^x.</summary>
    public Tensor Exp() => Map<Exp>(default);

    /// <summary>The natural logarithm.</summary>
    public Tensor Log() => Map<Log>(default);

    /// <summary>The square root.</summary>
    public Tensor Sqrt() => Map<Sqrt>(default);

    /// <summary>|x|.</summary>
    public Tensor Abs() => DType.IsInteger() ? Integers.Abs(this) : Map<Abs>(default);

    /// <summary>x^2.</summary>
    public Tensor Square() => DType.IsInteger() ? this * this : Map<Square>(default);

    /// <summary>max(x, 0).</summary>
    public Tensor Relu() => Map<Relu>(default);

    /// <summary>x where it is positive, slope * x elsewhere.</summary>
    public Tensor LeakyRelu(float slope = 0.01f) => Map(new LeakyRelu(slope));

    /// <summary>1 / (1 + e^-x).</summary>
    public Tensor Sigmoid() => Map<Sigmoid>(default);

    /// <summary>The hyperbolic tangent.</summary>
    public Tensor Tanh() => Map<Tanh>(default);

    /// <summary>x Phi(x) with the standard normal distribution function Phi.</summary>
    public Tensor Gelu() => Map<Gelu>(default);

    /// <summary>e^x / sum of e^x over the last dimension.</summary>
    public Tensor Softmax() => Softmaxes<Softmax>.Forward(this);

    /// <summary>e^x / sum of e^x along one dimension.</summary>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    [TensorOp("softmax", "y = exp(x) / sum of exp(x) along an axis", "y (dy - sum of y dy)", "torch.softmax", HasSecondDerivatives = true)]
    public Tensor Softmax(int axis) => StridedSoftmaxes<Softmax>.Forward(this, Check.Axis("Softmax", Shape, axis));

    /// <summary>x - log(sum of e^x) over the last dimension.</summary>
    public Tensor LogSoftmax() => Softmaxes<LogSoftmax>.Forward(this);

    /// <summary>x - log(sum of e^x) along one dimension.</summary>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    [TensorOp("log_softmax", "y = x - log(sum of exp(x)) along an axis", "dy - exp(y) sum of dy", "torch.log_softmax", HasSecondDerivatives = true)]
    public Tensor LogSoftmax(int axis) => StridedSoftmaxes<LogSoftmax>.Forward(this, Check.Axis("LogSoftmax", Shape, axis));
}
