namespace GpuNet;

/// <summary>
/// Gradients as values: functions of tensors that leave <see cref="Tensor.Grad"/> of the leaves alone, and whose results
/// can be differentiated again.
/// </summary>
public static partial class Gradient
{
    /// <summary>The gradient of a tensor by another that it was computed from.</summary>
    /// <param name="output">The result of recorded operations.</param>
    /// <param name="input">A leaf or a result on the way; requires a gradient.</param>
    /// <param name="seed">The gradient of the quantity of interest by the output, of its shape; may be left out for a
    /// single value, where it is 1.</param>
    /// <param name="createGraph">Whether the gradient is recorded, so that it can be differentiated in turn.</param>
    /// <returns>A tensor of the input's shape, in the current scope; zeros where the output does not depend on the
    /// input.</returns>
    /// <exception cref="AutogradException">Nothing was recorded, a seed is missing, a value needed on the way was freed
    /// or changed, or an operation's gradient cannot be differentiated again.</exception>
    /// <exception cref="ShapeMismatchException">The seed has another shape than the output.</exception>
    public static Tensor Of(Tensor output, Tensor input, Tensor? seed = null, bool createGraph = false) =>
        Of([output], [input], [seed], createGraph)[0];

    /// <summary>The gradients of a tensor by several others; see the overload for one.</summary>
    /// <returns>A tensor for each input, of its shape.</returns>
    public static Tensor[] Of(
        Tensor output, IReadOnlyList<Tensor> inputs, Tensor? seed = null, bool createGraph = false) =>
        Of([output], inputs, [seed], createGraph);

    /// <summary>The gradients of the sum of several tensors, each weighted by its seed, by several others.</summary>
    /// <param name="outputs">The results of recorded operations.</param>
    /// <param name="inputs">Leaves or results on the way; each requires a gradient.</param>
    /// <param name="seeds">A gradient for each output, of its shape; null for 1, where the output is a single value.
    /// </param>
    /// <param name="createGraph">Whether the gradients are recorded, so that they can be differentiated in turn.</param>
    /// <returns>A tensor for each input, of its shape; see the overload for one.</returns>
    /// <exception cref="ArgumentException">There are not as many seeds as outputs.</exception>
    public static Tensor[] Of(
        IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> inputs, IReadOnlyList<Tensor?>? seeds = null,
        bool createGraph = false)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentNullException.ThrowIfNull(inputs);
        if (seeds is not null && seeds.Count != outputs.Count)
            throw new ArgumentException(
                $"Gradient.Of: {outputs.Count} outputs need as many seeds, not {seeds.Count}.", nameof(seeds));
        // A pending value would be passed over by the gradient of the run that it is part of.
        foreach (var input in inputs) Required(input).Settle();
        var starts = new Tensor[outputs.Count];
        for (var i = 0; i < starts.Length; i++) starts[i] = outputs[i].Seed("Gradient.Of", seeds?[i]);

        var wanted = new WantedGradients(outputs, inputs, createGraph);
        try
        {
            BackwardPass.Run(outputs, starts, wanted, createGraph);
            var gradients = new Tensor[inputs.Count];
            for (var i = 0; i < gradients.Length; i++)
                gradients[i] = wanted.Of(inputs[i]) ?? Tensor.ZerosLike(inputs[i]);
            return gradients;
        }
        finally
        {
            wanted.Release();
        }
    }

    private static Tensor Required(Tensor input) => input.RequiresGrad
        ? input
        : throw new AutogradException(
            $"Gradient.Of: an input of shape {input.Shape} requires no gradient. "
            + "Set its RequiresGrad before the function is computed, outside NoGrad().");
}
