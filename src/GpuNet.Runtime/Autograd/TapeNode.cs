namespace GpuNet;

/// <summary>
/// One recorded operation: it knows its inputs, keeps what its backward pass needs, and turns its output's gradient
/// into its inputs'. The numbers of nodes are a topological order of the graph.
/// </summary>
internal abstract class TapeNode
{
    private readonly Tensor _first;
    private readonly Tensor? _second;
    private readonly Tensor? _third;

    protected TapeNode(Tensor first, Tensor? second = null, Tensor? third = null)
    {
        Sequence = Tape.NextSequence();
        _first = first;
        _second = second;
        _third = third;
    }

    /// <summary>The operation's name, for messages.</summary>
    internal abstract string Name { get; }

    internal long Sequence { get; }

    protected Tensor First => _first;

    protected Tensor Second => _second!;

    protected Tensor Third => _third!;

    /// <summary>What has flowed back into the output so far, during a backward pass.</summary>
    internal Tensor? PendingGradient { get; set; }

    /// <summary>
    /// Whether <see cref="PendingGradient"/> is a sum of this pass's own, that it may add to in place.
    /// </summary>
    internal bool OwnsPendingGradient { get; set; }

    /// <summary>
    /// Adds the inputs' shares of <paramref name="gradient"/> to them; tensors it creates live until it returns.
    /// </summary>
    /// <param name="gradient">The gradient of the output: the output's shape and element type.</param>
    /// <param name="pass">Takes the inputs' gradients.</param>
    internal abstract void Backward(Tensor gradient, BackwardPass pass);

    /// <summary>
    /// The gradient of this node's output, where <paramref name="gradient"/> is that of a later one's that was handed
    /// down to it (<see cref="BackwardPass.TryHandDown"/>).
    /// </summary>
    internal virtual Tensor OwnGradient(Tensor gradient) => gradient;

    /// <summary>Forgets what was handed down.</summary>
    internal virtual void ForgetGradient() { }
}
