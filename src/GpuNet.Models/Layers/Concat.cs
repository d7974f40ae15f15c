namespace GpuNet.Models;

/// <summary>
/// The outputs of several modules on the same input, side by side along a dimension: branches of a network. Parts: <c>0</c>, <c>1</c>, ...
/// As keras.layers.Concatenate, or torch.cat of the branches.
/// </summary>
/// <example><code>
/// new Concat(new Linear(64, 32, random), new Sequential(new Linear(64, 8, random), new Activation&lt;Tanh&gt;())) // [rows, 64] to [rows, 40]
/// </code></example>
[CatalogueEntry("concat", "y = f(x), g(x), .. along an axis", "keras.layers.Concatenate; torch.cat")]
public sealed class Concat : Module
{
    private readonly Module[] _branches;

    /// <summary>Joins modules.</summary>
    /// <param name="branches">At least one.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Concat(params IEnumerable<Module> branches)
    {
        _branches = [.. branches];
        if (_branches.Length == 0)
            throw new ArgumentException($"{nameof(Concat)}: there has to be a branch.", nameof(branches));
        for (int i = 0; i < _branches.Length; i++)
            AddChild($"{i}", _branches[i]);
    }

    /// <summary>The dimension along which outputs are joined; -1 is the last.</summary>
    public int Axis { get; init; } = -1;

    /// <inheritdoc/>
    /// <exception cref="ShapeMismatchException">Outputs differ in another dimension.</exception>
    protected override Tensor Compute(Tensor input) =>
        Functional.Concatenate(Array.ConvertAll(_branches, branch => branch.Forward(input)), Axis);
}
