namespace GpuNet.Models;

/// <summary>
/// A distribution for the initial weights of a layer, scaled by the number of its inputs (fan-in) and outputs (fan-out)
/// so that signals keep their size from layer to layer.
/// </summary>
public sealed class Initializer
{
    private readonly bool _isNormal;
    private readonly Func<int, int, double> _width;

    private Initializer(bool isNormal, Func<int, int, double> width)
    {
        _isNormal = isNormal;
        _width = width;
    }

    /// <summary>Uniform on ±gain √(6 / (fan-in + fan-out)): for sigmoid and tanh.</summary>
    /// <remarks>X. Glorot, Y. Bengio, "Understanding the difficulty of training deep feedforward neural networks" (2010).</remarks>
    public static Initializer XavierUniform(double gain = 1) =>
        new(isNormal: false, (fanIn, fanOut) => gain * Math.Sqrt(6.0 / (fanIn + fanOut)));

    /// <summary>Normal with deviation gain √(2 / (fan-in + fan-out)): for sigmoid and tanh.</summary>
    /// <inheritdoc cref="XavierUniform"/>
    public static Initializer XavierNormal(double gain = 1) =>
        new(isNormal: true, (fanIn, fanOut) => gain * Math.Sqrt(2.0 / (fanIn + fanOut)));

    /// <summary>Uniform on ±√(6 / ((1 + slope²) fan-in)): for ReLU (slope 0) and leaky ReLU.</summary>
    /// <remarks>K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers" (2015).</remarks>
    public static Initializer HeUniform(double slope = 0) =>
        new(isNormal: false, (fanIn, _) => Math.Sqrt(6.0 / ((1 + slope * slope) * fanIn)));

    /// <summary>Normal with deviation √(2 / ((1 + slope²) fan-in)): for ReLU (slope 0) and leaky ReLU.</summary>
    /// <inheritdoc cref="HeUniform"/>
    public static Initializer HeNormal(double slope = 0) =>
        new(isNormal: true, (fanIn, _) => Math.Sqrt(2.0 / ((1 + slope * slope) * fanIn)));

    /// <summary>Uniform on ±1/√fan-in: what torch.nn.Linear does to weights and biases alike.</summary>
    public static Initializer TorchLinear { get; } = new(isNormal: false, (fanIn, _) => 1 / Math.Sqrt(fanIn));

    /// <summary>Draws a weight or a bias of a layer with the given fan-in and fan-out.</summary>
    internal Tensor Create(Shape shape, int fanIn, int fanOut, Generator generator, Device device)
    {
        double width = _width(fanIn, fanOut);
        return _isNormal
            ? generator.Normal(shape, 0, width, device: device)
            : generator.Uniform(shape, -width, width, device: device);
    }
}
