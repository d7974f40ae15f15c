namespace GpuNet;

/// <summary>
/// A <see cref="CustomOperation"/> with several results: its backward pass gets the gradients of all of them at once.
/// </summary>
/// <example><code>
/// sealed class Polar : MultiOutputOperation             // radius and angle of points
/// {
///     protected override IReadOnlyList&lt;Tensor&gt; Forward(OperationContext context, IReadOnlyList&lt;Tensor&gt; inputs)
///     {
///         var (x, y) = (inputs[0], inputs[1]);
///         var radius = (x.Square() + y.Square()).Sqrt();
///         context.Save(x, y, radius);
///         return [radius, y.Atan2(x)];
///     }
///
///     protected override IReadOnlyList&lt;Tensor?&gt; Backward(OperationContext context, IReadOnlyList&lt;Tensor&gt; gradients)
///     {
///         var (x, y, r) = (context.Saved(0), context.Saved(1), context.Saved(2));
///         var (byRadius, byAngle) = (gradients[0] / r, gradients[1] / r.Square());
///         return [byRadius * x - byAngle * y, byRadius * y + byAngle * x];
///     }
/// }
///
/// var polar = new Polar().Apply(x, y);                   // polar[0], polar[1]
/// </code></example>
public abstract class MultiOutputOperation
{
    /// <summary>The operation's name, for messages; the class's unless overridden.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>As <see cref="CustomOperation.HasRecordedBackward"/>.</summary>
    public virtual bool HasRecordedBackward => false;

    /// <summary>Computes the results, and records the operation if an input requires a gradient.</summary>
    /// <param name="inputs">As many as <see cref="Forward"/> expects; at least one.</param>
    /// <returns>The results; those that are no floating-point numbers have no gradient.</returns>
    /// <exception cref="ArgumentException">There are no inputs.</exception>
    public IReadOnlyList<Tensor> Apply(params IReadOnlyList<Tensor> inputs)
    {
        var own = CustomGradients.Inputs(Name, inputs);
        var context = new OperationContext(own);
        Tensor[] outputs;
        using (Tape.NoGrad())
        {
            outputs = [.. Forward(context, own)
                ?? throw new InvalidOperationException($"{Name}.Forward returned null: return the results.")];
        }
        if (!own.Any(Tape.Records))
            return Array.ConvertAll(outputs, output => CustomGradients.Result(output, own));
        var node = new Node(this, own, outputs, context);
        context.Node = node;
        for (var i = 0; i < outputs.Length; i++)
        {
            outputs[i] = CustomGradients.Result(outputs[i], own);
            if (outputs[i].DType.IsFloatingPoint()) outputs[i].RecordedAs(new PartNode(node, i));
        }
        return outputs;
    }

    /// <summary>Computes the results; nothing is recorded meanwhile.</summary>
    /// <param name="context">Keeps what <see cref="Backward"/> needs.</param>
    /// <param name="inputs">The inputs of <see cref="Apply"/>.</param>
    protected abstract IReadOnlyList<Tensor> Forward(OperationContext context, IReadOnlyList<Tensor> inputs);

    /// <summary>Computes the inputs' gradients from the results'.</summary>
    /// <param name="context">What <see cref="Forward"/> has kept.</param>
    /// <param name="gradients">For each result a tensor of its shape and type, not to be changed: its gradient, zeros where
    /// nothing depends on it.</param>
    /// <returns>For each input a tensor of its shape, type and device; null where the gradient is zero, or not needed
    /// (<see cref="OperationContext.NeedsGradient"/>).</returns>
    protected abstract IReadOnlyList<Tensor?> Backward(OperationContext context, IReadOnlyList<Tensor> gradients);

    /// <summary>
    /// The operation on the tape. Its output is a token; the results' nodes come between it and whoever uses a result, leave
    /// their gradients here, and send one to the token, so that the operation runs behind all of them.
    /// </summary>
    private sealed class Node : TapeNode
    {
        private readonly MultiOutputOperation _operation;
        private readonly Tensor[] _inputs;
        private readonly OperationContext _context;
        private readonly (Shape Shape, DType DType, Device Device)[] _outputs;
        private readonly Tensor?[] _gradients;
        private bool _ownsGradients;

        internal Node(MultiOutputOperation operation, Tensor[] inputs, Tensor[] outputs, OperationContext context)
            : base(inputs[0])
        {
            (_operation, _inputs, _context) = (operation, inputs, context);
            _outputs = Array.ConvertAll(outputs, output => (output.Shape, output.DType, output.Device));
            _gradients = new Tensor?[outputs.Length];
            Token = Tensor.Zeros([], DType.Float32, inputs[0].Device).RecordedAs(this);
        }

        internal Tensor Token { get; }

        internal bool HasRecordedBackward => _operation.HasRecordedBackward;

        internal override string Name => _operation.Name;

        internal override int InputCount => _inputs.Length;

        internal override Tensor Input(int index) => _inputs[index];

        /// <summary>Keeps the gradient of a result until the operation's turn.</summary>
        internal void Keep(int output, Tensor gradient, bool owns, BackwardPass pass)
        {
            var isFirst = _gradients.All(kept => kept is null);
            (_gradients[output], _ownsGradients) = (gradient, owns);
            if (isFirst) pass.Accumulate(Token, Token.Detach());
        }

        internal override void Backward(Tensor gradient, BackwardPass pass)
        {
            try
            {
                Tensor[] gradients =
                [
                    .. _outputs.Select((output, i) => _gradients[i] ?? Tensor.Zeros(output.Shape, output.DType, output.Device)),
                ];
                CustomGradients.Pass(Name, _operation.Backward(_context, gradients), _inputs, pass);
            }
            finally
            {
                ForgetGradient();
            }
        }

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass) => Backward(gradient, pass);

        internal override void ForgetGradient()
        {
            if (_ownsGradients)
            {
                foreach (var kept in _gradients) kept?.Dispose();
            }
            Array.Clear(_gradients);
        }
    }

    /// <summary>A result on the tape.</summary>
    private sealed class PartNode(Node operation, int index) : TapeNode(operation.Token)
    {
        internal override string Name => operation.Name;

        // The pass frees the gradient as soon as this returns; what is on the tape it leaves alone.
        internal override void Backward(Tensor gradient, BackwardPass pass) =>
            operation.Keep(index, gradient.Alias(), owns: true, pass);

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass)
        {
            CustomGradients.CheckRecorded(Name, operation.HasRecordedBackward);
            operation.Keep(index, gradient, owns: false, pass);
        }
    }
}
