namespace GpuNet.Models;

/// <summary>
/// How the initial weights of a layer are chosen; many ways scale with the number of its inputs (fan-in) and outputs (fan-out), so
/// that signals keep their size from layer to layer. The values depend on the generator alone, not on the device.
/// </summary>
public abstract class Initializer
{
    private protected Initializer()
    {
    }

    /// <summary>Uniform on ±1/√fan-in: what torch.nn.Linear does to weights and biases alike.</summary>
    [CatalogueEntry("torch_linear", "uniform on [-b, b], b = 1 / sqrt(fan-in)", "torch.nn.Linear")]
    public static Initializer TorchLinear { get; } = DrawnInitializer.Uniform((fanIn, _) => 1 / Math.Sqrt(fanIn));

    /// <summary>Zeros: for biases; weights of zeros all learn the same.</summary>
    [CatalogueEntry("zeros", "0", "torch.nn.init.zeros_")]
    public static Initializer Zeros { get; } = new ConstantInitializer(0);

    /// <summary>One number everywhere.</summary>
    /// <param name="value">The number.</param>
    [CatalogueEntry("constant", "value", "torch.nn.init.constant_")]
    public static Initializer Constant(double value) => new ConstantInitializer(Require.Finite(nameof(Initializer), value, nameof(value)));

    /// <summary>Uniform on [low, high).</summary>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound, above <paramref name="low"/>.</param>
    [CatalogueEntry("uniform", "uniform on [low, high)", "torch.nn.init.uniform_")]
    public static Initializer Uniform(double low = 0, double high = 1)
    {
        Require.Finite(nameof(Initializer), low, nameof(low));
        if (!(high > low) || !double.IsFinite(high))
            throw new ArgumentOutOfRangeException(nameof(high), high, $"Must be a number above low, {low}.");
        return new DrawnInitializer((shape, _, _, generator, device) => generator.Uniform(shape, low, high, device));
    }

    /// <summary>Normal.</summary>
    /// <param name="mean">The mean.</param>
    /// <param name="deviation">The standard deviation, 0 or more.</param>
    [CatalogueEntry("normal", "normal(mean, deviation)", "torch.nn.init.normal_")]
    public static Initializer Normal(double mean = 0, double deviation = 1)
    {
        Require.Finite(nameof(Initializer), mean, nameof(mean));
        Require.NotNegative(nameof(Initializer), deviation, nameof(deviation));
        return new DrawnInitializer((shape, _, _, generator, device) => generator.Normal(shape, mean, deviation, device));
    }

    /// <summary>Normal, of which only what lies in [low, high] is taken.</summary>
    /// <param name="mean">The mean, before the ends are cut off.</param>
    /// <param name="deviation">The standard deviation, before the ends are cut off; above 0.</param>
    /// <param name="low">The smallest value.</param>
    /// <param name="high">The largest value, above <paramref name="low"/>.</param>
    [CatalogueEntry("truncated_normal", "normal(mean, deviation) within [low, high]", "torch.nn.init.trunc_normal_")]
    public static Initializer TruncatedNormal(double mean = 0, double deviation = 1, double low = -2, double high = 2) =>
        new TruncatedNormalInitializer(mean, deviation, low, high);

    /// <summary>Uniform on ±gain √(6 / (fan-in + fan-out)): for sigmoid and tanh.</summary>
    /// <remarks>X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks" (2010).</remarks>
    /// <param name="gain">The factor, above 0.</param>
    [CatalogueEntry("xavier_uniform", "uniform on [-b, b], b = gain sqrt(6 / (fan-in + fan-out))", "Glorot and Bengio 2010; torch.nn.init.xavier_uniform_")]
    public static Initializer XavierUniform(double gain = 1)
    {
        Require.Positive(nameof(Initializer), gain, nameof(gain));
        return DrawnInitializer.Uniform((fanIn, fanOut) => gain * Math.Sqrt(6.0 / (fanIn + fanOut)));
    }

    /// <summary>Normal with deviation gain √(2 / (fan-in + fan-out)): for sigmoid and tanh.</summary>
    /// <inheritdoc cref="XavierUniform"/>
    [CatalogueEntry("xavier_normal", "normal(0, gain sqrt(2 / (fan-in + fan-out)))", "Glorot and Bengio 2010; torch.nn.init.xavier_normal_")]
    public static Initializer XavierNormal(double gain = 1)
    {
        Require.Positive(nameof(Initializer), gain, nameof(gain));
        return DrawnInitializer.Normal((fanIn, fanOut) => gain * Math.Sqrt(2.0 / (fanIn + fanOut)));
    }

    /// <summary>Uniform on ±√(6 / ((1 + slope²) fan-in)): for ReLU (slope 0) and leaky ReLU.</summary>
    /// <remarks>K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers" (2015).</remarks>
    /// <param name="slope">The activation's slope below 0.</param>
    [CatalogueEntry("he_uniform", "uniform on [-b, b], b = sqrt(6 / ((1 + slope^2) fan-in))", "He et al. 2015; torch.nn.init.kaiming_uniform_")]
    public static Initializer HeUniform(double slope = 0)
    {
        Require.Finite(nameof(Initializer), slope, nameof(slope));
        return DrawnInitializer.Uniform((fanIn, _) => Math.Sqrt(6.0 / ((1 + slope * slope) * fanIn)));
    }

    /// <summary>Normal with deviation √(2 / ((1 + slope²) fan-in)): for ReLU (slope 0) and leaky ReLU.</summary>
    /// <inheritdoc cref="HeUniform"/>
    [CatalogueEntry("he_normal", "normal(0, sqrt(2 / ((1 + slope^2) fan-in)))", "He et al. 2015; torch.nn.init.kaiming_normal_")]
    public static Initializer HeNormal(double slope = 0)
    {
        Require.Finite(nameof(Initializer), slope, nameof(slope));
        return DrawnInitializer.Normal((fanIn, _) => Math.Sqrt(2.0 / ((1 + slope * slope) * fanIn)));
    }

    /// <summary>Uniform on ±√(3 / fan-in): for SELU.</summary>
    /// <remarks>Y. LeCun, L. Bottou, G. Orr, K.-R. Müller, "Efficient backprop" (1998).</remarks>
    [CatalogueEntry("lecun_uniform", "uniform on [-b, b], b = sqrt(3 / fan-in)", "LeCun et al. 1998")]
    public static Initializer LeCunUniform { get; } = DrawnInitializer.Uniform((fanIn, _) => Math.Sqrt(3.0 / fanIn));

    /// <summary>Normal with deviation 1/√fan-in: for SELU.</summary>
    /// <inheritdoc cref="LeCunUniform"/>
    [CatalogueEntry("lecun_normal", "normal(0, 1 / sqrt(fan-in))", "LeCun et al. 1998")]
    public static Initializer LeCunNormal { get; } = DrawnInitializer.Normal((fanIn, _) => 1 / Math.Sqrt(fanIn));

    /// <summary>A random rotation (rows or columns, whichever are fewer, are orthonormal), times the gain.</summary>
    /// <remarks>A. Saxe, J. McClelland, S. Ganguli, "Exact solutions to the nonlinear dynamics of learning" (2014).</remarks>
    /// <param name="gain">The factor.</param>
    [CatalogueEntry("orthogonal", "gain Q, Q from the QR decomposition of a normal matrix", "Saxe et al. 2014; torch.nn.init.orthogonal_")]
    public static Initializer Orthogonal(double gain = 1) => new OrthogonalInitializer(Require.Finite(nameof(Initializer), gain, nameof(gain)));

    /// <summary>Normal, with so many weights of each input set to 0.</summary>
    /// <remarks>J. Martens, "Deep learning via Hessian-free optimization" (2010).</remarks>
    /// <param name="sparsity">The share of weights in a column that are 0, in [0, 1].</param>
    /// <param name="deviation">The standard deviation of the others, 0 or more.</param>
    [CatalogueEntry("sparse", "normal(0, deviation), ceil(sparsity rows) zeros in each column", "Martens 2010; torch.nn.init.sparse_")]
    public static Initializer Sparse(double sparsity, double deviation = 0.01) => new SparseInitializer(sparsity, deviation);

    /// <summary>Creates a tensor.</summary>
    /// <param name="shape">Its extents: of weights [outputs, inputs].</param>
    /// <param name="generator">Draws the values.</param>
    /// <param name="device">Where to; <see cref="Device.Default"/> if left out.</param>
    /// <exception cref="ArgumentException">The initializer is for matrices, and the shape has fewer than two dimensions.</exception>
    public Tensor Create(Shape shape, Generator generator, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(generator);
        int outputs = shape.Rank == 0 ? 1 : shape[0];
        int inputs = shape.Rank < 2 ? outputs : shape.Count / Math.Max(1, outputs);
        return Create(shape, inputs, outputs, generator, device ?? Device.Default);
    }

    /// <summary>Draws a weight or a bias of a layer with the given fan-in and fan-out.</summary>
    internal abstract Tensor Create(Shape shape, int fanIn, int fanOut, Generator generator, Device device);

    /// <summary>The extents of a weight as a matrix: outputs, and all inputs of one.</summary>
    private protected static (int Rows, int Columns) MatrixOf(Shape shape, string name) => shape.Rank >= 2 && shape.Count > 0
        ? (shape[0], shape.Count / shape[0])
        : throw new ArgumentException($"{name} needs a shape of two dimensions or more, not {shape}.", nameof(shape));
}
