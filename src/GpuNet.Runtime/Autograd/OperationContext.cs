namespace GpuNet;

/// <summary>What one call of a <see cref="CustomOperation"/> or a <see cref="MultiOutputOperation"/> keeps for its backward pass.</summary>
public sealed class OperationContext
{
    private readonly Tensor[] _inputs;
    private readonly List<SavedTensor> _saved = [];

    internal OperationContext(Tensor[] inputs) => _inputs = inputs;

    /// <summary>Anything else to be kept: shapes, numbers.</summary>
    public object? State { get; set; }

    internal TapeNode? Node { get; set; }

    /// <summary>Whether an input requires a gradient; if not, its share need not be computed.</summary>
    /// <param name="input">The input's index.</param>
    public bool NeedsGradient(int input) => _inputs[input].RequiresGrad;

    /// <summary>Keeps tensors: inputs, the result, or what was computed on the way.</summary>
    public void Save(params ReadOnlySpan<Tensor> tensors)
    {
        foreach (var tensor in tensors) _saved.Add(new SavedTensor(tensor));
    }

    /// <summary>A tensor that was kept, with the values it had then.</summary>
    /// <param name="index">Which, in the order in which they were kept.</param>
    /// <exception cref="AutogradException">Its memory was given back, or its values were changed.</exception>
    public Tensor Saved(int index) => _saved[index].Get(
        Node ?? throw new InvalidOperationException("OperationContext.Saved is for the backward pass."));
}
