namespace GpuNet;

/// <summary>What is done with a tensor's gradient once it is complete, before it goes further back.</summary>
internal sealed class GradientHooks(Tensor tensor)
{
    private readonly List<Func<Tensor, Tensor?>> _hooks = [];

    /// <summary>The tensor.</summary>
    internal Tensor Tensor => tensor;

    internal bool IsEmpty => _hooks.Count == 0;

    /// <summary>Adds a hook; disposing the return value removes it.</summary>
    internal IDisposable Add(Func<Tensor, Tensor?> hook)
    {
        _hooks.Add(hook);
        return new HookHandle(() => _hooks.Remove(hook));
    }

    /// <summary>The gradient after all hooks, in the order in which they were added.</summary>
    internal Tensor Run(Tensor gradient)
    {
        if (IsEmpty) return gradient;
        Recording.Current?.Refuse("a hook looks at a gradient, and its code would not run: remove it before");
        foreach (var hook in _hooks.ToArray())
        {
            if (hook(gradient) is not { } replaced) continue;
            Check.SameShape("RegisterHook", gradient.Shape, replaced.Shape);
            Check.SameTypeAndDevice("RegisterHook", gradient, replaced);
            gradient = replaced;
        }
        return gradient;
    }

    /// <summary>The end of the way to a leaf that has hooks: it comes after all operations.</summary>
    internal sealed class LeafNode(Tensor leaf) : TapeNode(leaf)
    {
        internal override string Name => "Leaf";

        internal override long Sequence => 0;

        // The leaf is the output here, and has no input.
        internal override int InputCount => 0;

        // The pass has handed the gradient over when the hooks had seen it.
        internal override void Backward(Tensor gradient, BackwardPass pass) { }

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass) { }
    }
}
