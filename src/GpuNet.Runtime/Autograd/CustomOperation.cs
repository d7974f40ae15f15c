namespace GpuNet;

/// <summary>
/// An operation with a backward pass of one's own: derive from it, and call <see cref="Apply"/>. Both passes may be made
/// of tensor operations, or launch kernels of one's own on <see cref="Tensor.ReadView"/> and
/// <see cref="Tensor.WriteView"/>.
/// </summary>
/// <remarks>Parameters of the operation are fields; what belongs to one call goes into its context.</remarks>
/// <example><code>
/// sealed class Cube : CustomOperation
/// {
///     protected override Tensor Forward(OperationContext context, IReadOnlyList&lt;Tensor&gt; inputs)
///     {
///         context.Save(inputs[0]);
///         return inputs[0] * inputs[0] * inputs[0];
///     }
///
///     protected override IReadOnlyList&lt;Tensor?&gt; Backward(OperationContext context, Tensor gradient) =>
///         [gradient * 3 * context.Saved(0).Square()];
/// }
///
/// var y = new Cube().Apply(x);
/// </code></example>
public abstract class CustomOperation
{
    /// <summary>The operation's name, for messages; the class's unless overridden.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>
    /// Whether <see cref="Backward"/> is made of tensor operations alone, so that gradients can be differentiated again
    /// (<see cref="Gradient.Of(Tensor, Tensor, Tensor?, bool)"/> with createGraph). Kernels are not seen by the tape.
    /// </summary>
    public virtual bool HasRecordedBackward => false;

    /// <summary>Computes the result, and records the operation if an input requires a gradient.</summary>
    /// <param name="inputs">As many as <see cref="Forward"/> expects; at least one.</param>
    /// <exception cref="ArgumentException">There are no inputs.</exception>
    public Tensor Apply(params IReadOnlyList<Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count == 0)
            throw new ArgumentException($"{Name}: an operation needs at least one input.", nameof(inputs));
        Tensor[] own = [.. inputs];
        var records = Tape.IsRecording && own.Any(input => input.RequiresGrad);
        var context = new OperationContext(own);
        Tensor output;
        using (Tape.NoGrad())
        {
            output = Forward(context, own)
                ?? throw new InvalidOperationException($"{Name}.Forward returned null: return the result.");
        }
        // An input, or another operation's result, keeps its own place on the tape.
        if (!output.IsLeaf || own.Contains(output)) output = output.Detach();
        if (!records || !output.DType.IsFloatingPoint()) return output;
        var node = new Node(this, own, context);
        context.Node = node;
        return output.RecordedAs(node);
    }

    /// <summary>Computes the result; nothing is recorded meanwhile.</summary>
    /// <param name="context">Keeps what <see cref="Backward"/> needs.</param>
    /// <param name="inputs">The inputs of <see cref="Apply"/>.</param>
    protected abstract Tensor Forward(OperationContext context, IReadOnlyList<Tensor> inputs);

    /// <summary>Computes the inputs' gradients from the result's.</summary>
    /// <param name="context">What <see cref="Forward"/> has kept.</param>
    /// <param name="gradient">The gradient of the result, of its shape; not to be changed.</param>
    /// <returns>For each input a tensor of its shape, type and device; null where the gradient is zero, or not needed
    /// (<see cref="OperationContext.NeedsGradient"/>).</returns>
    protected abstract IReadOnlyList<Tensor?> Backward(OperationContext context, Tensor gradient);

    private sealed class Node(CustomOperation operation, Tensor[] inputs, OperationContext context) : TapeNode(inputs[0])
    {
        internal override string Name => operation.Name;

        internal override int InputCount => inputs.Length;

        internal override Tensor Input(int index) => inputs[index];

        internal override void Backward(Tensor gradient, BackwardPass pass)
        {
            var gradients = operation.Backward(context, gradient)
                ?? throw new InvalidOperationException(
                    $"{Name}.Backward returned null: return a gradient, or null, for each input.");
            if (gradients.Count != inputs.Length)
                throw new AutogradException(
                    $"{Name}.Backward returned {gradients.Count} gradients for {inputs.Length} inputs: "
                    + "return one for each, null where there is none.");
            for (var i = 0; i < inputs.Length; i++)
            {
                if (gradients[i] is not { } flowing) continue;
                var what = $"{Name}.Backward, gradient {i}";
                Check.SameShape(what, inputs[i].Shape, flowing.Shape);
                Check.SameTypeAndDevice(what, inputs[i], flowing);
                pass.Accumulate(inputs[i], flowing);
            }
        }

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass)
        {
            if (!operation.HasRecordedBackward)
                throw new AutogradException(
                    $"{Name}: its gradient cannot be differentiated again. Override HasRecordedBackward to return true "
                    + "if Backward is made of tensor operations alone, or ask for the gradient without createGraph.");
            Backward(gradient, pass);
        }
    }
}
