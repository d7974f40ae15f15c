namespace GpuNet;

/// <summary>
/// The tensors whose gradients one backward pass was asked for, what has flowed into them so far, and which operations
/// lie on the way to them: no other runs.
/// </summary>
internal sealed class WantedGradients
{
    private readonly Dictionary<Tensor, Tensor?> _sums = [];
    private readonly HashSet<TapeNode> _seen = [];
    private readonly HashSet<TapeNode> _onTheWay = [];
    private readonly bool _onTape;

    /// <summary>Finds the operations between the roots and the wanted tensors.</summary>
    /// <param name="roots">Where the pass begins.</param>
    /// <param name="wanted">The tensors.</param>
    /// <param name="onTape">Whether the gradients are recorded operations themselves.</param>
    internal WantedGradients(IReadOnlyList<Tensor> roots, IReadOnlyList<Tensor> wanted, bool onTape)
    {
        _onTape = onTape;
        foreach (var tensor in wanted) _sums[tensor] = null;
        Follow(roots);
    }

    /// <summary>Finds the operations between tensors and the wanted ones, as far as they are not known.</summary>
    internal void Follow(IReadOnlyList<Tensor> roots)
    {
        var nodes = new List<TapeNode>();
        foreach (var root in roots) Visit(root);
        for (var i = 0; i < nodes.Count; i++)
        {
            for (var k = 0; k < nodes[i].InputCount; k++) Visit(nodes[i].Input(k));
        }
        // By number, inputs come before what is computed from them.
        nodes.Sort(static (a, b) => a.Sequence.CompareTo(b.Sequence));
        foreach (var node in nodes)
        {
            if (node.HidesInputs) _onTheWay.Add(node);
            for (var k = 0; k < node.InputCount; k++)
            {
                if (Needs(node.Input(k))) _onTheWay.Add(node);
            }
        }

        void Visit(Tensor tensor)
        {
            if (tensor.Node is { } node && _seen.Add(node)) nodes.Add(node);
        }
    }

    /// <summary>Whether a tensor is wanted, or wanted ones lie behind it.</summary>
    internal bool Needs(Tensor tensor) =>
        _sums.ContainsKey(tensor) || tensor.Node is { } node && LeadsTo(node);

    /// <summary>Whether wanted tensors lie behind an operation.</summary>
    internal bool LeadsTo(TapeNode node) => _onTheWay.Contains(node);

    /// <summary>Adds to what has flowed into a tensor, if it is wanted.</summary>
    internal void Add(Tensor tensor, Tensor gradient)
    {
        if (!_sums.TryGetValue(tensor, out var sum)) return;
        if (sum is not null) gradient = Operations.Accumulation.Sum(sum, gradient);
        // The pass frees what it computes after each operation, unless it is on the tape.
        _sums[tensor] = _onTape ? gradient : gradient.Alias();
        if (!_onTape) sum?.Dispose();
    }

    /// <summary>What has flowed into a tensor, in the current scope; null if nothing has.</summary>
    internal Tensor? Of(Tensor tensor)
    {
        if (_sums[tensor] is not { } sum) return null;
        if (UnitGradient.Is(sum)) return Tensor.OnesLike(tensor); // nobody may own the device's 1
        if (!_onTape) return sum.Detach();
        // A seed that flows through as it is stays the user's own tensor.
        return sum.IsLeaf ? Operations.Viewing.Reshape(sum, sum.Shape) : sum;
    }

    /// <summary>Frees what the pass has added up off the tape.</summary>
    internal void Release()
    {
        if (_onTape) return;
        foreach (var sum in _sums.Values) sum?.Dispose();
    }
}
