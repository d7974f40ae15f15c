namespace GpuNet;

/// <summary>
/// Runs a graph's nodes from its roots to its leaves, each once all its consumers have run, and adds up what flows into
/// each tensor. The order, and so the rounding, depends on the order of the forward pass only. What arrives goes to the
/// leaves' own gradients, or to those who asked for it (<see cref="WantedGradients"/>); the latter may be recorded as
/// operations themselves.
/// </summary>
internal sealed class BackwardPass
{
    [ThreadStatic] private static BackwardPass? _idle;

    private readonly PriorityQueue<TapeNode, long> _ready = new();
    private readonly Stack<Unfolded> _unfolded = new();
    private WantedGradients? _wanted; // null: the leaves' own
    private bool _records;
    private TapeNode? _running;

    /// <summary>Adds the gradients of a root to its leaves'.</summary>
    internal static void Run(Tensor root, Tensor seed)
    {
        var pass = Take();
        using var noGrad = Tape.NoGrad();
        using var scope = Tape.Scope();
        try
        {
            pass.Accumulate(root, seed);
            pass.Drain(scope);
        }
        finally
        {
            pass.Return();
        }
    }

    /// <summary>Computes the gradients of some roots that are wanted, and leaves those of leaves alone.</summary>
    /// <param name="roots">The roots.</param>
    /// <param name="seeds">The gradient of each, to start from.</param>
    /// <param name="wanted">Takes what flows into the tensors it asks for.</param>
    /// <param name="createGraph">Whether the gradients are on the tape, to be differentiated again.</param>
    internal static void Run(
        IReadOnlyList<Tensor> roots, IReadOnlyList<Tensor> seeds, WantedGradients wanted, bool createGraph)
    {
        var pass = Take();
        (pass._wanted, pass._records) = (wanted, createGraph);
        using var recording = createGraph ? Tape.Record() : Tape.NoGrad();
        using var scope = createGraph ? null : Tape.Scope();
        try
        {
            for (var i = 0; i < roots.Count; i++) pass.Accumulate(roots[i], seeds[i]);
            pass.Drain(scope);
        }
        finally
        {
            pass.Return();
        }
    }

    /// <summary>Whether an input takes a gradient at all; if not, its share need not be computed.</summary>
    internal bool Needs(Tensor input) => _wanted?.Needs(input) ?? input.RequiresGrad;

    /// <summary>
    /// A tensor of the input's shape to compute its gradient into, and then to pass to <see cref="Accumulate"/>: the
    /// leaf's own gradient where nothing has been added to it yet, so that it is written without a copy; otherwise a
    /// new one. Its content is undefined. For <see cref="TapeNode.Backward"/> only.
    /// </summary>
    internal Tensor Target(Tensor input) =>
        _wanted is null && input.GradientTaker is null && input.ClaimFreshGradient() is { } own
            ? own
            : Tensor.Uninitialized(input.Shape, input.DType, input.Device);

    /// <summary>
    /// Adds <paramref name="gradient"/>, of the input's shape, to what has flowed into <paramref name="input"/> so far.
    /// </summary>
    internal void Accumulate(Tensor input, Tensor gradient)
    {
        if (!Needs(input)) return;
        if (Anomaly.IsOn) Anomaly.CheckBackward(input, gradient, _running);
        var taker = input.GradientTaker;
        if (taker?.Hooks is null) Arrive(input, gradient); // hooks see a gradient when it is complete
        if (taker is null || taker.Hooks is null && _wanted is { } wanted && !wanted.LeadsTo(taker)) return;
        if (taker.PendingGradient is not { } pending) Enqueue(taker, gradient);
        else if (_records) taker.PendingGradient = pending + gradient;
        else AddTo(taker, pending, gradient);
    }

    /// <summary>
    /// Leaves a gradient to an earlier node that will run it through the ops in between; not if the node has a gradient
    /// already.
    /// </summary>
    internal bool TryHandDown(Tensor gradient, TapeNode node)
    {
        if (node.PendingGradient is not null) return false;
        // What was computed again is freed before the pass reaches what lies behind it.
        if (_unfolded.TryPeek(out var last) && node.Sequence < last.Sequence) return false;
        Enqueue(node, gradient);
        return true;
    }

    /// <summary>
    /// Records the operations that a node stands for, and goes back through them next: they are the latest.
    /// </summary>
    /// <param name="compute">Computes the node's output again.</param>
    /// <param name="gradient">The output's gradient.</param>
    internal void Unfold(Func<Tensor> compute, Tensor gradient)
    {
        var scope = _records ? null : Tape.Scope();
        if (scope is not null) _unfolded.Push(new Unfolded(scope, Tape.NextSequence()));
        Tensor output;
        using (Tape.Record()) output = compute();
        _wanted?.Follow([output]);
        scope?.Leave();
        Accumulate(output, gradient);
    }

    /// <summary>Hands a gradient to whom it is for: the leaf, or whoever asked for it.</summary>
    private void Arrive(Tensor tensor, Tensor gradient)
    {
        if (_wanted is not null) _wanted.Add(tensor, gradient);
        else if (tensor.IsLeaf) tensor.AccumulateGradient(gradient);
    }

    private static BackwardPass Take()
    {
        var pass = _idle ?? new BackwardPass();
        _idle = null;
        return pass;
    }

    private void Return()
    {
        Abandon();
        (_wanted, _records, _running) = (null, false, null);
        _idle = this;
    }

    private void AddTo(TapeNode node, Tensor pending, Tensor gradient)
    {
        var own = node.OwnGradient(pending, this);
        if (node.OwnsPendingGradient)
        {
            Operations.Accumulation.AddInPlace(own, gradient);
            return;
        }
        node.PendingGradient = Operations.Accumulation.Sum(own, gradient).Alias();
        node.OwnsPendingGradient = true;
        pending.Dispose();
    }

    private void Enqueue(TapeNode node, Tensor gradient)
    {
        // What is on the tape is the tensor itself; its memory belongs to the user's scope.
        node.PendingGradient = _records ? gradient : gradient.Alias();
        node.OwnsPendingGradient = false;
        _ready.Enqueue(node, -node.Sequence);
    }

    private void Drain(TapeScope? scope)
    {
        using var restoresPrecision = Autocast.To(Autocast.Current);
        while (_ready.TryDequeue(out var node, out _))
        {
            var gradient = node.PendingGradient!;
            node.PendingGradient = null;
            Autocast.Current = node.Precision;
            _running = node;
            Step(node, node.Hooks is { } hooks ? Hooked(hooks, gradient) : gradient);
            if (_records) continue;
            gradient.Dispose();
            scope!.Clear();
            FoldUp();
        }
    }

    private void Step(TapeNode node, Tensor gradient)
    {
        if (_wanted is { } wanted && !wanted.LeadsTo(node)) return;
        if (_records) node.BackwardGraph(gradient, this);
        else node.Backward(gradient, this);
    }

    private Tensor Hooked(GradientHooks hooks, Tensor gradient)
    {
        gradient = hooks.Run(gradient);
        Arrive(hooks.Tensor, gradient);
        return gradient;
    }

    /// <summary>Frees what was computed again and is behind the pass.</summary>
    private void FoldUp()
    {
        while (_unfolded.TryPeek(out var last) && !(_ready.TryPeek(out _, out var next) && -next > last.Sequence))
        {
            _unfolded.Pop();
            last.Scope.Dispose();
        }
    }

    private void Abandon()
    {
        foreach (var unfolded in _unfolded) unfolded.Scope.Dispose();
        _unfolded.Clear();
        while (_ready.TryDequeue(out var node, out _))
        {
            if (!_records) node.PendingGradient?.Dispose();
            node.PendingGradient = null;
            node.ForgetGradient();
        }
    }

    /// <summary>What a node stood for: operations numbered from <paramref name="Sequence"/> on, and what they keep.</summary>
    private readonly record struct Unfolded(TapeScope Scope, long Sequence);
}
