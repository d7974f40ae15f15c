namespace GpuNet;

public sealed partial class Tensor
{
    private Tensor? _grad;
    private GradientHooks.LeafNode? _leafNode; // for hooks
    private bool _gradIsFresh; // nothing was added to the gradient since it was created or zeroed
    private bool _gradIsStale; // the gradient is zero, but its memory does not say so yet

    /// <summary>
    /// Whether gradients flow into this tensor. Set it on the tensors to be trained; results of operations on them have
    /// it by themselves.
    /// </summary>
    /// <exception cref="AutogradException">The tensor is an operation's result, or its elements are not floating-point
    /// numbers.</exception>
    public bool RequiresGrad
    {
        get => _requiresGrad;
        set
        {
            if (!IsLeaf)
                throw new AutogradException(
                    "RequiresGrad is set on leaves only; this tensor is an operation's result. Detach() it first.");
            if (value && !DType.IsFloatingPoint())
                throw new AutogradException($"Only floating-point tensors have gradients; this one holds {DType}.");
            _requiresGrad = value;
        }
    }

    /// <summary>
    /// What <see cref="Backward"/> has added up for this leaf since <see cref="ZeroGrad"/>: the tensor's shape, and
    /// null before the first time.
    /// </summary>
    public Tensor? Grad
    {
        get
        {
            SettleGradient();
            GradientIsSeen = true;
            return _grad;
        }
    }

    /// <summary>Whether the tensor was created by the user, and not by a recorded operation.</summary>
    public bool IsLeaf => Node is null;

    /// <summary>Whether <see cref="Grad"/> was handed out, so that its memory always has to hold what it means.</summary>
    internal bool GradientIsSeen { get; private set; }

    /// <summary>The operation that made the tensor, if it was recorded.</summary>
    internal TapeNode? Node { get; private set; }

    /// <summary>
    /// Adds the derivative of this tensor to <see cref="Grad"/> of every leaf it was computed from. May be called more
    /// than once; gradients add up until <see cref="ZeroGrad"/>.
    /// </summary>
    /// <param name="gradient">The gradient of the quantity of interest by this tensor, of its shape; may be left out
    /// for a single value, where it is 1.</param>
    /// <exception cref="AutogradException">No operation was recorded, the tensor holds more than one value and there is
    /// no
    /// <paramref name="gradient"/>, or a value needed on the way was freed or changed.</exception>
    /// <exception cref="ShapeMismatchException"><paramref name="gradient"/> has another shape.</exception>
    public void Backward(Tensor? gradient = null) => BackwardPass.Run(this, Seed("Backward", gradient));

    /// <summary>What a backward pass from here starts with: the given gradient, or 1 for a single value.</summary>
    internal Tensor Seed(string caller, Tensor? gradient)
    {
        _ = Live;
        if (!RequiresGrad)
            throw new AutogradException(
                $"{caller}: this tensor depends on no tensor that requires a gradient. "
                + "Set RequiresGrad on the parameters before the forward pass, "
                + "and run it outside NoGrad().");
        if (gradient is null)
        {
            if (Count != 1)
                throw new AutogradException(
                    $"{caller}: a tensor of shape {Shape} has no default gradient. "
                    + "Reduce it first (Sum, Mean), or pass a gradient of its shape.");
            var one = UnitGradient.Of(this);
            return Rank == 0 ? one : one.ViewAs(Shape);
        }
        Check.SameShape(caller, Shape, gradient.Shape);
        Check.SameTypeAndDevice(caller, this, gradient);
        return gradient;
    }

    /// <summary>Sets <see cref="Grad"/> to zero, if there is one.</summary>
    public void ZeroGrad()
    {
        if (Recording.Current is not null) EnsureGradient();
        if (_grad is null) return;
        if (GradientIsSeen) _grad.Fill(0);
        MarkGradientZeroed(inMemory: GradientIsSeen);
    }

    /// <summary>
    /// Has a function look at this tensor's gradient in every backward pass, once it is complete, and replace it.
    /// </summary>
    /// <param name="hook">Takes the gradient, which it must not change, and returns what is to flow on instead, of the
    /// same shape; null to leave it as it is. Several are run in the order in which they were added.</param>
    /// <returns>Removes the hook when it is disposed.</returns>
    /// <exception cref="AutogradException">The tensor requires no gradient.</exception>
    public IDisposable RegisterHook(Func<Tensor, Tensor?> hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        if (!RequiresGrad)
            throw new AutogradException(
                "RegisterHook: this tensor requires no gradient, so there will be none to look at. "
                + "Set RequiresGrad first, or register the hook on a result of recorded operations.");
        Settle(); // a gradient is not complete in the middle of a run of ops
        var node = Node ?? (_leafNode ??= new GradientHooks.LeafNode(this));
        return (node.Hooks ??= new GradientHooks(this)).Add(hook);
    }

    /// <summary>
    /// The operation that takes this tensor's gradient: the one that made it, or the hooks of a leaf; null for a plain
    /// leaf.
    /// </summary>
    internal TapeNode? GradientTaker => Node ?? (_leafNode?.Hooks is { IsEmpty: false } ? _leafNode : null);

    /// <summary>A tensor over the same memory that the tape does not connect to this one.</summary>
    public Tensor Detach() => ViewAs(Shape);

    /// <summary>Marks the tensor as the result of a recorded operation.</summary>
    internal Tensor RecordedAs(TapeNode node)
    {
        Node = node;
        _requiresGrad = true;
        if (Anomaly.IsOn) Anomaly.CheckForward(this, node);
        return this;
    }

    /// <summary>
    /// Hands out the gradient for writing, if nothing was added to it yet; it counts as written from then on.
    /// </summary>
    internal Tensor? ClaimFreshGradient()
    {
        EnsureGradient();
        Recording.Current?.Gradients.NoteUse(this);
        if (!_gradIsFresh) return null;
        (_gradIsFresh, _gradIsStale) = (false, false);
        _grad!.WillChange();
        return _grad;
    }

    /// <summary>Adds to the gradient of a leaf.</summary>
    internal void AccumulateGradient(Tensor gradient)
    {
        if (ReferenceEquals(gradient, _grad)) return;
        if (ClaimFreshGradient() is { } fresh) Operations.Copying.Copy(gradient, fresh);
        else Operations.Accumulation.AddInPlace(_grad!, gradient);
    }

    /// <summary>
    /// Takes a zeroed part of an arena, with the reference to it, as the gradient; keeps the gradient's values.
    /// </summary>
    internal void BindGradient(Storage storage)
    {
        var bound = new Tensor(storage, 0, Shape, DType, Ownership.Outside);
        SettleGradient();
        if (_grad is { } previous)
        {
            Operations.Copying.Copy(previous, bound);
            previous.Dispose();
        }
        _gradIsFresh = _grad is null || _gradIsFresh;
        _grad = bound;
    }

    /// <summary>
    /// Records that the gradient is zero: its memory is, or will be by <see cref="SettleGradient"/> unless a backward
    /// pass overwrites it first.
    /// </summary>
    internal void MarkGradientZeroed(bool inMemory)
    {
        Recording.Current?.Gradients.NoteZeroed(this);
        (_gradIsFresh, _gradIsStale) = (true, !inMemory);
    }

    /// <summary>Makes the gradient's memory hold zeros, where it is to.</summary>
    internal void SettleGradient()
    {
        if (_grad is null) return;
        Recording.Current?.Gradients.NoteUse(this);
        if (!_gradIsStale) return;
        _grad.Fill(0);
        _gradIsStale = false;
    }

    /// <summary>What is known on the host about the gradient's memory.</summary>
    internal GradientState GradientsState => new(_gradIsFresh, _gradIsStale);

    /// <summary>Makes the next backward pass add to the gradient, whatever it is.</summary>
    internal void PrepareGradientForAdding()
    {
        SettleGradient();
        _gradIsFresh = false;
    }

    /// <summary>Records what a run of a prepared step has made of the gradient.</summary>
    internal void RestoreGradient(GradientState state)
    {
        (_gradIsFresh, _gradIsStale) = (state.IsFresh, state.IsStale);
        if (GradientIsSeen) SettleGradient();
    }

    /// <summary>See <see cref="_gradIsFresh"/> and <see cref="_gradIsStale"/>.</summary>
    internal readonly record struct GradientState(bool IsFresh, bool IsStale);

    private void EnsureGradient()
    {
        if (_grad is not null) return;
        using (Recording.Suspend()) _grad = Allocate(Shape, DType, Device, Ownership.Outside);
        (_gradIsFresh, _gradIsStale) = (true, true);
    }
}
