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
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Map(_op);
    }

    Tensor IActivation.ForwardAfter(Linear linear, Tensor input) => linear.Forward(input, _op);
}

/// <summary>A layer that a linear layer before it can take into its launch.</summary>
internal interface IActivation
{
    /// <summary>The linear layer's output, activated.</summary>
    Tensor ForwardAfter(Linear linear, Tensor input);
}

/// <summary>The activations there are: every op of category <see cref="OpCategory.Activation"/>.</summary>
public static class Activation
{
    /// <summary>The names, sorted: <c>leaky_relu</c>, <c>relu</c>, ...</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. OpRegistry.UnaryOps.Where(op => op.Info.Category == OpCategory.Activation).Select(op => op.Info.Name)];

    /// <summary>A layer by the name of its op, with default parameters.</summary>
    /// <exception cref="ArgumentException">There is no such activation; the message names those there are.</exception>
    public static Module Create(string name)
    {
        if (!Names.Contains(name))
            throw new ArgumentException($"There is no activation '{name}'; there are {string.Join(", ", Names)}.", nameof(name));
        var layer = typeof(Activation<>).MakeGenericType(OpRegistry.Unary(name).Type);
        return (Module)Activator.CreateInstance(layer)!;
    }
}
