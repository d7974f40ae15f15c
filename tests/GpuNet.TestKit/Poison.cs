using Xunit;

namespace GpuNet.TestKit;

/// <summary>NaN in the place of what a backward pass says it does not need.</summary>
public static class Poison
{
    /// <summary>
    /// After the forward pass one tensor after the other, of the inputs and the output, becomes NaN (of integers, -1): the
    /// gradients stay what they are, to the bit, or the backward pass says that it needs what was changed.
    /// </summary>
    /// <param name="makeInputs">Makes the inputs anew, always the same.</param>
    /// <param name="function">The function; its output may be a constant.</param>
    public static void AssertHarmless(Func<IReadOnlyList<Tensor>> makeInputs, Func<IReadOnlyList<Tensor>, Tensor> function)
    {
        var expected = Gradients(makeInputs, function, poisoned: null);
        for (var poisoned = 0; poisoned <= makeInputs().Count; poisoned++)
        {
            double[][] actual;
            try
            {
                actual = Gradients(makeInputs, function, poisoned);
            }
            catch (AutogradException error)
            {
                Assert.Contains("changed in place", error.Message);
                continue;
            }
            Assert.Equal(expected, actual);
        }
    }

    private static double[][] Gradients(
        Func<IReadOnlyList<Tensor>> makeInputs, Func<IReadOnlyList<Tensor>, Tensor> function, int? poisoned)
    {
        using var scope = Tape.Scope();
        var inputs = makeInputs();
        var output = function(inputs);
        var seed = Tensor.From<double>(Samples.UniformDoubles(output.Count, seed: 17, 0.5, 1.5), output.Shape, output.Device);
        if (poisoned is { } index)
        {
            // What is detached shares the memory, and tells whom it concerns that it has changed.
            var target = (index < inputs.Count ? inputs[index] : output).Detach();
            target.Fill(target.DType.IsFloatingPoint() ? double.NaN : -1);
        }
        if (output.RequiresGrad) output.Backward(seed);
        return [.. inputs.Where(input => input.RequiresGrad).Select(input => input.Grad?.ToArray<double>() ?? new double[input.Count])];
    }
}
