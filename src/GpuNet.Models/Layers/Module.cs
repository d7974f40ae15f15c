using GpuNet.Models.Persistence;

namespace GpuNet.Models;

/// <summary>
/// A part of a model: a function of tensors with parameters to be trained, state that is saved with them, and parts of its
/// own. Names are torch's: <c>0.weight</c> is the weight of the first part.
/// </summary>
public abstract class Module
{
    private readonly List<(string Name, Tensor Tensor)> _parameters = [];
    private readonly List<(string Name, Tensor Tensor)> _buffers = [];
    private readonly List<StateEntry> _state = [];
    private readonly List<(string Name, Module Module)> _children = [];
    private ModuleHooks? _hooks;
    private readonly List<Generator> _generators = [];

    /// <summary>
    /// Whether the module behaves as in training (dropout drops, batch normalization uses the batch), which is so until
    /// <see cref="Evaluate"/>.
    /// </summary>
    public bool IsTraining { get; internal set; } = true;

    /// <summary>The tensors to be trained, this module's own before those of its parts.</summary>
    public IEnumerable<Tensor> Parameters => NamedParameters.Select(parameter => parameter.Tensor);

    /// <summary>The tensors to be trained with their names; one that several parts share is there once, under its first name.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> NamedParameters => _parameters.Concat(
        _children.SelectMany(child => child.Module.NamedParameters.Select(p => ($"{child.Name}.{p.Name}", p.Tensor))))
        .DistinctBy(parameter => parameter.Item2);

    /// <summary>The tensors that are saved but not trained, such as running statistics, with their names; each once.</summary>
    public IEnumerable<(string Name, Tensor Tensor)> NamedBuffers => _buffers.Concat(
        _children.SelectMany(child => child.Module.NamedBuffers.Select(b => ($"{child.Name}.{b.Name}", b.Tensor))))
        .DistinctBy(buffer => buffer.Item2);

    /// <summary>What a checkpoint holds: parameters and running statistics, under torch's names.</summary>
    internal IEnumerable<StateEntry> State => _state.Concat(
        _children.SelectMany(child => child.Module.State.Select(entry => entry with { Name = $"{child.Name}.{entry.Name}" })));

    /// <summary>What the module and its parts draw random numbers from, each once.</summary>
    internal IEnumerable<Generator> Generators => WithParts.SelectMany(part => part._generators).Distinct();

    /// <summary>
    /// Whether <see cref="Forward"/> may be repeated without running its code: whether its work depends on tensors alone, and on no count, clock or
    /// random number of the host. So it is for the classes of this library; one of your own says so by overriding this.
    /// </summary>
    public virtual bool IsRepeatable => Repeatability.IsOurs(this);

    private ModuleHooks Hooks => _hooks ??= new ModuleHooks();

    /// <summary>The module and all its parts.</summary>
    internal IEnumerable<Module> WithParts => _children.SelectMany(child => child.Module.WithParts).Prepend(this);

    /// <summary>What <see cref="ActivityRegularization"/> layers add to the loss, after a forward pass in training.</summary>
    public IEnumerable<Tensor> ActivityPenalties =>
        WithParts.OfType<ActivityRegularization>().Select(part => part.Penalty).OfType<Tensor>();

    /// <summary>The module and all its parts, with their paths; parts before what they are part of.</summary>
    internal IEnumerable<(string Name, Module Module)> NamedParts => _children
        .SelectMany(child => child.Module.NamedParts.Select(
            part => (part.Name.Length == 0 ? child.Name : $"{child.Name}.{part.Name}", part.Module)))
        .Append(("", this));

    /// <summary>The tensors to be trained that are no part's.</summary>
    internal IEnumerable<Tensor> OwnParameters => _parameters.Select(parameter => parameter.Tensor);

    /// <summary>Whether the module is made of others.</summary>
    internal bool HasParts => _children.Count > 0;

    /// <summary>Whether hooks look at what the module does.</summary>
    internal bool HasHooks => _hooks is { IsEmpty: false };

    /// <summary>Whether nothing but matrix products reads the module's input.</summary>
    internal virtual bool ReadsByProductsAlone => false;

    /// <summary>
    /// Computes the module's output, and runs its hooks. The first dimension of input and output counts the rows of a
    /// batch.
    /// </summary>
    public Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return _hooks is null ? Compute(input) : _hooks.Run(this, input, Compute);
    }

    /// <summary>Has a function look at the module's input before each forward pass, and replace it.</summary>
    /// <param name="hook">Of the module and its input; returns the input to take instead, or null.</param>
    /// <returns>Removes the hook when it is disposed.</returns>
    public HookHandle RegisterForwardPreHook(Func<Module, Tensor, Tensor?> hook) => Hooks.AddBefore(hook);

    /// <summary>Has a function look at the module's output after each forward pass, and replace it.</summary>
    /// <param name="hook">Of the module, its input and its output; returns the output to give instead, or null.</param>
    /// <returns>Removes the hook when it is disposed.</returns>
    public HookHandle RegisterForwardHook(Func<Module, Tensor, Tensor, Tensor?> hook) => Hooks.AddAfter(hook);

    /// <summary>
    /// Has a function look at the gradients that go back through the module, and replace the one that leaves it. It takes
    /// part in what is computed while the hook is in place.
    /// </summary>
    /// <param name="hook">Of the module, the gradient of its input (null where the input requires none) and that of its
    /// output; returns the gradient of the input to pass on instead, or null.</param>
    /// <returns>Removes the hook when it is disposed.</returns>
    public HookHandle RegisterBackwardHook(Func<Module, Tensor?, Tensor, Tensor?> hook) => Hooks.AddBackward(hook);

    /// <summary>
    /// The floating-point operations of a forward pass in use, for <see cref="ModelSummary"/>: a product and a sum count two, any function of
    /// an element one. By default one for each element of the output, and none for a module that is made of others.
    /// </summary>
    /// <param name="input">The input's shape.</param>
    /// <param name="output">The output's shape.</param>
    public virtual long CountOperations(Shape input, Shape output) => HasParts ? 0 : output.Count;

    /// <summary>Makes the module and its parts behave as in training.</summary>
    public void Train() => SetTraining(true);

    /// <summary>Makes the module and its parts behave as in use: deterministic, each row on its own.</summary>
    public void Evaluate() => SetTraining(false);

    /// <summary>What <see cref="Forward"/> computes: override it. Call other modules by their Forward.</summary>
    protected abstract Tensor Compute(Tensor input);

    /// <summary>The module's output added to a tensor of its shape, in one launch where that gives the same.</summary>
    /// <exception cref="ShapeMismatchException">The shapes differ.</exception>
    internal virtual Tensor ForwardAdding(Tensor input, Tensor shortcut)
    {
        var output = Forward(input);
        return output.Shape == shortcut.Shape
            ? shortcut + output
            : throw new ShapeMismatchException(nameof(Residual), $"output of inner {shortcut.Shape}", output.Shape.ToString());
    }

    /// <summary>Adds a tensor to be trained.</summary>
    /// <returns><paramref name="value"/>, which now requires a gradient and outlives any tape scope.</returns>
    protected Tensor AddParameter(string name, Tensor value)
    {
        value.Keep().RequiresGrad = true;
        _parameters.Add((name, value));
        _state.Add(StateEntry.Of(name, value));
        return value;
    }

    /// <summary>Adds a tensor that is saved but not trained.</summary>
    /// <returns><paramref name="value"/>, which now outlives any tape scope.</returns>
    protected Tensor AddBuffer(string name, Tensor value)
    {
        _buffers.Add((name, value.Keep()));
        _state.Add(StateEntry.Of(name, value));
        return value;
    }

    /// <summary>Adds a whole number that is saved as a 64-bit scalar.</summary>
    protected void AddCounter(string name, Func<long> get, Action<long> set) => _state.Add(StateEntry.Of(name, get, set));

    /// <summary>Adds what the module draws random numbers from, so that training that goes on later draws the ones that come next.</summary>
    /// <returns><paramref name="generator"/>.</returns>
    protected Generator AddGenerator(Generator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        _generators.Add(generator);
        return generator;
    }

    /// <summary>Adds a part.</summary>
    protected void AddChild(string name, Module child)
    {
        ArgumentNullException.ThrowIfNull(child);
        _children.Add((name, child));
    }

    private void SetTraining(bool isTraining)
    {
        IsTraining = isTraining;
        foreach (var (_, child) in _children)
            child.SetTraining(isTraining);
    }
}
