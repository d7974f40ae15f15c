using GpuNet.Kernels;

namespace GpuNet;

/// <content>Activations by name; every one of the kernels is also <c>x.Map(op)</c>.</content>
public sealed partial class Tensor
{
    /// <summary>log(1 / (1 + e^-x)).</summary>
    public Tensor LogSigmoid() => Map<LogSigmoid>(default);

    /// <summary>min(max(x + 3, 0), 6) / 6.</summary>
    public Tensor HardSigmoid() => Map<HardSigmoid>(default);

    /// <summary>x limited to [min, max]; no gradient at the limits.</summary>
    public Tensor HardTanh(float min = -1, float max = 1) => Map(new HardTanh(min, max));

    /// <summary>x - tanh(x).</summary>
    public Tensor Tanhshrink() => Map<Tanhshrink>(default);

    /// <summary>x / (1 + |x|).</summary>
    public Tensor Softsign() => Map<Softsign>(default);

    /// <summary>max(x, 0), at most 6.</summary>
    public Tensor Relu6() => Map<Relu6>(default);

    /// <summary>x where it is positive, alpha (e^x - 1) elsewhere.</summary>
    public Tensor Elu(float alpha = 1) => Map(new Elu(alpha));

    /// <summary>x where it is positive, alpha (e^(x / alpha) - 1) elsewhere.</summary>
    public Tensor Celu(float alpha = 1) => Map(new Celu(alpha));

    /// <summary>The self-normalizing ELU.</summary>
    public Tensor Selu() => Map<Selu>(default);

    /// <summary>GELU by its approximation with tanh.</summary>
    public Tensor GeluTanh() => Map<GeluTanh>(default);

    /// <summary>x sigmoid(1.702 x).</summary>
    public Tensor QuickGelu() => Map<QuickGelu>(default);

    /// <summary>x sigmoid(x), also called Swish.</summary>
    public Tensor Silu() => Map<Silu>(default);

    /// <summary>x min(max(x + 3, 0), 6) / 6.</summary>
    public Tensor HardSwish() => Map<HardSwish>(default);

    /// <summary>x tanh(log(1 + e^x)).</summary>
    public Tensor Mish() => Map<Mish>(default);

    /// <summary>log(1 + e^(beta x)) / beta; x itself where beta x is above the threshold.</summary>
    public Tensor Softplus(float beta = 1, float threshold = 20) => Map(new Softplus(beta, threshold));

    /// <summary>x moved towards 0 by lambda, 0 within lambda of it.</summary>
    public Tensor Softshrink(float lambda = 0.5f) => Map(new Softshrink(lambda));

    /// <summary>x, but 0 within lambda of 0.</summary>
    public Tensor Hardshrink(float lambda = 0.5f) => Map(new Hardshrink(lambda));

    /// <summary>x above the threshold, the value from there down.</summary>
    public Tensor Threshold(float threshold, float value) => Map(new Threshold(threshold, value));

    /// <summary>(x + sqrt(x^2 + b)) / 2.</summary>
    public Tensor Squareplus(float b = 4) => Map(new Squareplus(b));

    /// <summary>a sigmoid(b) for the halves a and b of a dimension, which has to be even.</summary>
    /// <param name="axis">The dimension; -1 is the last.</param>
    public Tensor Glu(int axis = -1) => Functional.Gate(this, default(Glu), axis);

    /// <summary>silu(a) b for the halves a and b of a dimension, which has to be even.</summary>
    /// <param name="axis">The dimension; -1 is the last.</param>
    public Tensor SwiGlu(int axis = -1) => Functional.Gate(this, default(SwiGlu), axis);

    /// <summary>e^-x / sum of e^-x over the last dimension.</summary>
    public Tensor Softmin() => (-this).Softmax();

    /// <summary>The same along any dimension.</summary>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public Tensor Softmin(int axis) => (-this).Softmax(axis);

    /// <summary>The nearest probabilities to the rows of the last dimension; many of them are 0.</summary>
    public Tensor Sparsemax() => Operations.Sparsemax.Forward(this);

    /// <summary>The same along any dimension, which is moved to the end and back.</summary>
    /// <param name="axis">The dimension; -1 is the last.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such dimension.</exception>
    public Tensor Sparsemax(int axis) => AsLast("sparsemax", axis, Operations.Sparsemax.Forward);

    /// <summary>An operation along the last dimension, along another one.</summary>
    internal Tensor AsLast(string operation, int axis, Func<Tensor, Tensor> alongLast)
    {
        var dimension = Check.Axis(operation, Shape, axis);
        return dimension == Rank - 1 ? alongLast(this) : alongLast(MoveAxis(dimension, -1)).MoveAxis(-1, dimension);
    }
}
