namespace GpuNet;

/// <summary>
/// An operation with a backward pass of one's own: derive from it, and call <see cref="Apply"/>. Both passes may be made
/// of tensor operations, or launch kernels of one's own on <see cref="Tensor.ReadView"/> and
/// <see cref="Tensor.WriteView"/>.
/// </summary>
/// <remarks>
/// Parameters of the operation are fields; what belongs to one call goes into its context. With several results it is a
/// <see cref="MultiOutputOperation"/>.
/// </remarks>
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
        var own = CustomGradients.Inputs(Name, inputs);
        var records = own.Any(Tape.Records);
        var context = new OperationContext(own);
        Tensor output;
        using (Tape.NoGrad())
        {
            output = Forward(context, own)
                ?? throw new InvalidOperationException($"{Name}.Forward returned null: return the result.");
        }
        output = CustomGradients.Result(output, own);
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

        internal override void Backward(Tensor gradient, BackwardPass pass) =>
            CustomGradients.Pass(Name, operation.Backward(context, gradient), inputs, pass);

        internal override void BackwardGraph(Tensor gradient, BackwardPass pass)
        {
            CustomGradients.CheckRecorded(Name, operation.HasRecordedBackward);
            Backward(gradient, pass);
        }
    }
}
