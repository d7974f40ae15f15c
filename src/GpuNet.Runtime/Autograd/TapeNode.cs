using System.Diagnostics;

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
        Precision = Autocast.Current;
        _first = first;
        _second = second;
        _third = third;
    }

    /// <summary>The operation's name, for messages.</summary>
    internal abstract string Name { get; }

    internal virtual long Sequence { get; }

    /// <summary>What is done with the output's gradient before the operation takes it; null for nothing.</summary>
    internal GradientHooks? Hooks { get; set; }

    /// <summary>Who called the operation, while anomalies are looked for.</summary>
    internal StackTrace? CallSite { get; set; }

    /// <summary>The precision of matrix products when the operation ran, and when its gradients are computed.</summary>
    internal Precision Precision { get; }

    /// <summary>How many inputs the operation has; more than three are the node's own to keep.</summary>
    internal virtual int InputCount => _third is not null ? 3 : _second is not null ? 2 : 1;

    protected Tensor First => _first;

    protected Tensor Second => _second!;

    protected Tensor Third => _third!;

    /// <summary>What has flowed back into the output so far, during a backward pass.</summary>
    internal Tensor? PendingGradient { get; set; }

    /// <summary>
    /// Whether <see cref="PendingGradient"/> is a sum of this pass's own, that it may add to in place.
    /// </summary>
    internal bool OwnsPendingGradient { get; set; }

    /// <summary>Whether gradients flow to tensors that are not among the inputs, so that it has to run in any case.</summary>
    internal virtual bool HidesInputs => false;

    /// <summary>One of the inputs.</summary>
    internal virtual Tensor Input(int index) => index switch { 0 => First, 1 => Second, _ => Third };

    /// <summary>
    /// Adds the inputs' shares of <paramref name="gradient"/> to them; tensors it creates live until it returns. Nothing
    /// is recorded meanwhile, so kernels may be launched, and memory may be written in place.
    /// </summary>
    /// <param name="gradient">The gradient of the output: the output's shape and element type.</param>
    /// <param name="pass">Takes the inputs' gradients.</param>
    internal abstract void Backward(Tensor gradient, BackwardPass pass);

    /// <summary>
    /// The same for gradients that are differentiated again: made of recorded operations alone, which read
    /// <paramref name="gradient"/>, the inputs and the output as the tensors on the tape that they are. An op whose
    /// <see cref="Backward"/> is made so calls that.
    /// </summary>
    /// <param name="gradient">The gradient of the output, on the tape.</param>
    /// <param name="pass">Takes the inputs' gradients.</param>
    /// <exception cref="AutogradException">The operation has no such form.</exception>
    internal virtual void BackwardGraph(Tensor gradient, BackwardPass pass) =>
        throw new AutogradException(
            $"{Name}: its gradient cannot be differentiated again. Ask for it without createGraph, "
            + "or compose the function of other operations.");

    /// <summary>
    /// The gradient of this node's output, where <paramref name="gradient"/> is that of a later one's that was handed
    /// down to it (<see cref="BackwardPass.TryHandDown"/>).
    /// </summary>
    internal virtual Tensor OwnGradient(Tensor gradient, BackwardPass pass) => gradient;

    /// <summary>Forgets what was handed down.</summary>
    internal virtual void ForgetGradient() { }
}
