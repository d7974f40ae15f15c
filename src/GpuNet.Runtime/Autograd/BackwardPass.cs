namespace GpuNet;

/// <summary>
/// Runs a graph's nodes from its root to its leaves, each once all its consumers have run, and adds up what flows into
/// each tensor. The order, and so the rounding, depends on the order of the forward pass only.
/// </summary>
internal sealed class BackwardPass
{
    [ThreadStatic] private static BackwardPass? _idle;

    private readonly PriorityQueue<TapeNode, long> _ready = new();

    internal static void Run(Tensor root, Tensor seed)
    {
        var pass = _idle ?? new BackwardPass();
        _idle = null;
        using var noGrad = Tape.NoGrad();
        using var scope = Tape.Scope();
        try
        {
            pass.Accumulate(root, seed);
            pass.Drain(scope);
        }
        finally
        {
            pass.Abandon();
            _idle = pass;
        }
    }

    /// <summary>Whether an input takes a gradient at all; if not, its share need not be computed.</summary>
    internal static bool Needs(Tensor input) => input.RequiresGrad;

    /// <summary>
    /// A tensor of the input's shape to compute its gradient into, and then to pass to <see cref="Accumulate"/>: the
    /// leaf's own gradient where nothing has been added to it yet, so that it is written without a copy; otherwise a
    /// new one. Its content is undefined.
    /// </summary>
    internal static Tensor Target(Tensor input) =>
        input.IsLeaf && input.ClaimFreshGradient() is { } own
            ? own
            : Tensor.Uninitialized(input.Shape, input.DType, input.Device);

    /// <summary>
    /// Adds <paramref name="gradient"/>, of the input's shape, to what has flowed into <paramref name="input"/> so far.
    /// </summary>
    internal void Accumulate(Tensor input, Tensor gradient)
    {
        if (!input.RequiresGrad) return;
        if (input.Node is not { } node)
        {
            input.AccumulateGradient(gradient);
        }
        else if (node.PendingGradient is not { } pending)
        {
            Enqueue(node, gradient);
        }
        else
        {
            var own = node.OwnGradient(pending);
            if (node.OwnsPendingGradient)
            {
                Operations.Accumulation.AddInPlace(own, gradient);
                return;
            }
            node.PendingGradient = Operations.Accumulation.Sum(own, gradient).Alias();
            node.OwnsPendingGradient = true;
            pending.Dispose();
        }
    }

    /// <summary>
    /// Leaves a gradient to an earlier node that will run it through the ops in between; not if the node has a gradient
    /// already.
    /// </summary>
    internal bool TryHandDown(Tensor gradient, TapeNode node)
    {
        if (node.PendingGradient is not null) return false;
        Enqueue(node, gradient);
        return true;
    }

    private void Enqueue(TapeNode node, Tensor gradient)
    {
        node.PendingGradient = gradient.Alias();
        node.OwnsPendingGradient = false;
        _ready.Enqueue(node, -node.Sequence);
    }

    private void Drain(TapeScope scope)
    {
        while (_ready.TryDequeue(out var node, out _))
        {
            var gradient = node.PendingGradient!;
            node.PendingGradient = null;
            node.Backward(gradient, this);
            gradient.Dispose();
            scope.Clear();
        }
    }

    private void Abandon()
    {
        while (_ready.TryDequeue(out var node, out _))
        {
            node.PendingGradient?.Dispose();
            node.PendingGradient = null;
            node.ForgetGradient();
        }
    }
}
