using System.Collections;

namespace GpuNet.Models;

/// <summary>Modules one after the other; their names are their positions, as in torch.nn.Sequential.</summary>
/// <example><code>
/// var random = new Generator(seed: 0);
/// var model = new Sequential(new Linear(64, 32, random), new Activation&lt;Relu&gt;(), new Linear(32, 10, random));
/// </code></example>
[CatalogueEntry("sequential", "y = .. g(f(x))", "torch.nn.Sequential")]
public sealed class Sequential : Module, IReadOnlyList<Module>
{
    private readonly Module[] _modules;

    /// <summary>Chains modules.</summary>
    public Sequential(params IEnumerable<Module> modules)
    {
        _modules = [.. modules];
        for (int i = 0; i < _modules.Length; i++)
            AddChild($"{i}", _modules[i]);
    }

    /// <inheritdoc/>
    public int Count => _modules.Length;

    /// <inheritdoc/>
    public Module this[int index] => _modules[index];

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor input)
    {
        for (int i = 0; i < _modules.Length; i++)
        {
            // Dropout takes the activation before it into its own launch; hooks see modules one by one.
            if (_modules[i] is Linear { HasHooks: false } linear && After(i) is IActivation activation
                && !After(i)!.HasHooks && After(i + 1) is not Dropout { Drops: true })
            {
                input = activation.ForwardAfter(linear, input);
                i++;
            }
            else
                input = _modules[i].Forward(input);
        }

        return input;

        Module? After(int index) => index + 1 < _modules.Length ? _modules[index + 1] : null;
    }

    /// <inheritdoc/>
    public IEnumerator<Module> GetEnumerator() => ((IEnumerable<Module>)_modules).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
