using System.Collections;
using GpuNet.Kernels;

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
    protected override Tensor Compute(Tensor input) => Run(input, _modules.Length);

    internal override bool ReadsByProductsAlone => !HasHooks && _modules is [var first, ..] && first.ReadsByProductsAlone;

    internal override Tensor ForwardAdding(Tensor input, Tensor shortcut) => HasHooks || _modules.Length == 0
        ? base.ForwardAdding(input, shortcut)
        : _modules[^1].ForwardAdding(Run(input, _modules.Length - 1), shortcut);

    /// <summary>
    /// Runs the first modules: linear layers and normalizations take an activation that follows into their launches, linear
    /// layers dropout, too. Hooks see modules one by one.
    /// </summary>
    private Tensor Run(Tensor input, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (_modules[i].HasHooks || _modules[i] is not ITakesActivation layer)
            {
                input = _modules[i].Forward(input);
                continue;
            }

            var activation = At(i + 1) as IActivation;
            var dropout = At(activation is null ? i + 1 : i + 2) is Dropout { Drops: true } drops ? drops : null;
            var next = i + (activation is null ? 0 : 1) + (dropout is null ? 0 : 1);
            var feedsProducts = next + 1 < _modules.Length && _modules[next + 1].ReadsByProductsAlone;
            input = activation?.ForwardAfter(layer, input, dropout, feedsProducts)
                ?? dropout?.ForwardAfter(layer, input, default(Identity), feedsProducts)
                ?? _modules[i].Forward(input);
            i = next;
        }

        return input;

        Module? At(int index) => index < count && !_modules[index].HasHooks ? _modules[index] : null;
    }

    /// <inheritdoc/>
    public IEnumerator<Module> GetEnumerator() => ((IEnumerable<Module>)_modules).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
