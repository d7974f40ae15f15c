namespace GpuNet;

/// <summary>What operations of a user's own have in common, however many results they have.</summary>
internal static class CustomGradients
{
    /// <summary>The inputs, of which there has to be one.</summary>
    internal static Tensor[] Inputs(string name, IReadOnlyList<Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return inputs.Count > 0
            ? [.. inputs]
            : throw new ArgumentException($"{name}: an operation needs at least one input.", nameof(inputs));
    }

    /// <summary>A result as its own tensor: an input, or another operation's result, keeps its place on the tape.</summary>
    internal static Tensor Result(Tensor output, Tensor[] inputs) =>
        !output.IsLeaf || inputs.Contains(output) ? output.Detach() : output;

    /// <summary>Hands over what a user's backward pass has returned.</summary>
    /// <exception cref="AutogradException">There are not as many gradients as inputs.</exception>
    internal static void Pass(string name, IReadOnlyList<Tensor?>? gradients, Tensor[] inputs, BackwardPass pass)
    {
        if (gradients is null)
            throw new InvalidOperationException($"{name}.Backward returned null: return a gradient, or null, for each input.");
        if (gradients.Count != inputs.Length)
            throw new AutogradException(
                $"{name}.Backward returned {gradients.Count} gradients for {inputs.Length} inputs: "
                + "return one for each, null where there is none.");
        for (var i = 0; i < inputs.Length; i++)
        {
            if (gradients[i] is not { } flowing) continue;
            var what = $"{name}.Backward, gradient {i}";
            Check.SameShape(what, inputs[i].Shape, flowing.Shape);
            Check.SameTypeAndDevice(what, inputs[i], flowing);
            pass.Accumulate(inputs[i], flowing);
        }
    }

    /// <summary>Refuses gradients of gradients of what the tape has not seen.</summary>
    /// <exception cref="AutogradException">The backward pass is not made of tensor operations.</exception>
    internal static void CheckRecorded(string name, bool hasRecordedBackward)
    {
        if (!hasRecordedBackward)
            throw new AutogradException(
                $"{name}: its gradient cannot be differentiated again. Override HasRecordedBackward to return true "
                + "if Backward is made of tensor operations alone, or ask for the gradient without createGraph.");
    }
}
