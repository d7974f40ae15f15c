namespace GpuNet;

/// <summary>
/// A tensor that an operation's backward pass reads, together with the state it was in when it was saved.
/// </summary>
internal readonly struct SavedTensor
{
    private readonly Tensor _tensor;
    private readonly int _version;

    internal SavedTensor(Tensor tensor)
    {
        _tensor = tensor;
        _version = tensor.Version;
    }

    /// <summary>The tensor, with the values it had when it was saved.</summary>
    /// <exception cref="AutogradException">Its memory was given back, or its values have changed since.</exception>
    internal Tensor Get(TapeNode node)
    {
        if (_tensor.IsFreed)
            throw new AutogradException(
                $"{node.Name}: a value that its backward pass needs was freed. "
                + "Call Backward inside the tape scope of the forward pass, "
                + "or Keep() the tensor.");
        if (_tensor.Version != _version)
            throw new AutogradException(
                $"{node.Name}: a value of shape {_tensor.Shape} that its backward pass needs "
                + "was changed in place after the forward pass. "
                + "Call Backward before changing it, or work on a Clone().");
        return _tensor;
    }
}
