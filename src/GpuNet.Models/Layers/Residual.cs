namespace GpuNet.Models;

/// <summary>
/// x + f(x): a path around a module, on which gradients flow unchanged. Where f changes the shape, a shortcut such as a
/// <see cref="Linear"/> layer stands for x. Parts: <c>inner</c>, <c>shortcut</c>.
/// </summary>
/// <remarks>K. He et al., "Deep residual learning for image recognition" (2016).</remarks>
[CatalogueEntry("residual", "y = shortcut(x) + f(x), shortcut = x if none is given", "He et al. 2016")]
public sealed class Residual : Module
{
    private readonly Module _inner;
    private readonly Module? _shortcut;

    /// <summary>Creates the layer.</summary>
    /// <param name="inner">f.</param>
    /// <param name="shortcut">What is added instead of x itself.</param>
    public Residual(Module inner, Module? shortcut = null)
    {
        (_inner, _shortcut) = (inner, shortcut);
        AddChild("inner", inner);
        if (shortcut is not null)
            AddChild("shortcut", shortcut);
    }

    /// <inheritdoc/>
    public override long CountOperations(Shape input, Shape output) => output.Count;

    /// <inheritdoc/>
    /// <exception cref="ShapeMismatchException">The module's output does not have the shape of what is added to it.</exception>
    protected override Tensor Compute(Tensor input) =>
        _inner.ForwardAdding(input, _shortcut?.Forward(input) ?? input);
}
