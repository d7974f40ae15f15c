using GpuNet.Kernels;

namespace GpuNet.Models;

/// <summary>Applies an op of <c>GpuNet.Kernels</c> to each element; any shape, no parameters to train.</summary>
/// <typeparam name="TOp">The op, such as <see cref="Relu"/>.</typeparam>
public sealed class Activation<TOp> : Module, IActivation
    where TOp : unmanaged, IUnaryOp<TOp>
{
    private readonly TOp _op;

    /// <summary>Creates the layer with the op's default parameters.</summary>
    public Activation()
        : this((TOp)OpRegistry.Unary(TOp.Info.Name).Create())
    {
    }

    /// <summary>Creates the layer with parameters of one's own: <c>new Activation&lt;LeakyRelu&gt;(new(Slope: 0.2f))</c>.</summary>
    public Activation(TOp op) => _op = op;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Map(_op);
    }

    Tensor IActivation.ForwardAfter(ITakesActivation layer, Tensor input, Dropout? dropout, bool feedsProducts) =>
        dropout is null ? layer.Forward(input, _op, feedsProducts) : dropout.ForwardAfter(layer, input, _op, feedsProducts);
}

/// <summary>
/// The activations there are: every unary op of category <see cref="OpCategory.Activation"/>, every gate, those over
/// rows, and PReLU, which learns.
/// </summary>
public static class Activation
{
    private static readonly Dictionary<string, Func<Generator?, Device?, Module>> Makers = new(Elementwise().Concat(Gates()))
    {
        ["prelu"] = (_, device) => new PRelu(device: device),
        ["rrelu"] = (generator, _) => new RRelu(generator
            ?? throw new ArgumentNullException(nameof(generator), "rrelu draws random slopes in training and needs a generator.")),
        ["softmax"] = (_, _) => new Softmax(),
        ["softmin"] = (_, _) => new Softmin(),
        ["log_softmax"] = (_, _) => new LogSoftmax(),
        ["sparsemax"] = (_, _) => new Sparsemax(),
    };

    /// <summary>The names, sorted: <c>celu</c>, <c>elu</c>, ...</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Makers.Keys.Order(StringComparer.Ordinal)];

    /// <summary>A layer by the name of its op, with default parameters.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="generator">For layers that draw random numbers (<c>rrelu</c>).</param>
    /// <param name="device">For layers that learn (<c>prelu</c>); <see cref="Device.Default"/> if left out.</param>
    /// <exception cref="ArgumentException">There is no such activation; the message names those there are.</exception>
    public static Module Create(string name, Generator? generator = null, Device? device = null) =>
        Makers.TryGetValue(name, out var maker)
            ? maker(generator, device)
            : throw new ArgumentException($"There is no activation '{name}'; there are {string.Join(", ", Names)}.", nameof(name));

    /// <summary>How many inputs the activation makes one output of: 2 for gates, else 1.</summary>
    public static int InputsPerOutput(string name) => GateEntries.Any(gate => gate.Info.Name == name) ? 2 : 1;

    private static IEnumerable<BinaryOpEntry> GateEntries =>
        OpRegistry.BinaryOps.Where(op => op.Info.Category == OpCategory.Gate);

    private static IEnumerable<KeyValuePair<string, Func<Generator?, Device?, Module>>> Elementwise() =>
        from op in OpRegistry.UnaryOps
        where op.Info.Category == OpCategory.Activation
        select Maker(op.Info.Name, typeof(Activation<>).MakeGenericType(op.Type));

    private static IEnumerable<KeyValuePair<string, Func<Generator?, Device?, Module>>> Gates() =>
        GateEntries.Select(op => Maker(op.Info.Name, typeof(Gate<>).MakeGenericType(op.Type)));

    private static KeyValuePair<string, Func<Generator?, Device?, Module>> Maker(string name, Type layer) =>
        new(name, (_, _) => (Module)Activator.CreateInstance(layer)!);
}
