namespace GpuNet;

/// <summary>Where the gradient of a function and its central differences disagree the most.</summary>
/// <param name="Error">|analytic - numeric| / max(1, |analytic|, |numeric|).</param>
/// <param name="Input">The input's index.</param>
/// <param name="Element">The element's index in that input, row by row.</param>
/// <param name="Analytic">What <see cref="Tensor.Backward"/> gives.</param>
/// <param name="Numeric">What the central difference gives.</param>
public readonly record struct GradientMismatch(double Error, int Input, int Element, double Analytic, double Numeric);

/// <summary>Compares gradients with central differences, in double precision.</summary>
public static class GradientCheck
{
    /// <summary>
    /// Computes (f(x + h) - f(x - h)) / 2h for every element of every input that requires a gradient, and returns the
    /// largest disagreement with <see cref="Tensor.Backward"/>. A result of more than one element is weighted by fixed
    /// numbers first, so that no element's error cancels another's.
    /// </summary>
    /// <param name="function">The function; deterministic, and smooth within a step of the inputs.</param>
    /// <param name="inputs">Its inputs; the ones with <see cref="Tensor.RequiresGrad"/> hold
    /// <see cref="DType.Float64"/>. Their values are restored, their gradients zeroed.</param>
    /// <param name="step">h for elements up to 1 in size; scaled with larger ones.</param>
    /// <exception cref="DTypeNotSupportedException">An input to check is not <see cref="DType.Float64"/>: single
    /// precision cannot carry the check.</exception>
    public static GradientMismatch Compare(
        Func<IReadOnlyList<Tensor>, Tensor> function, IReadOnlyList<Tensor> inputs, double step = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(inputs);
        foreach (var input in inputs)
        {
            if (input.RequiresGrad) Check.OfType("GradientCheck", input, DType.Float64);
        }

        var analytic = Analytic(function, inputs);
        var worst = new GradientMismatch(-1, 0, 0, 0, 0);
        for (var i = 0; i < inputs.Count; i++)
        {
            if (analytic[i] is not { } gradient) continue;
            var values = inputs[i].ToArray<double>();
            for (var element = 0; element < values.Length; element++)
            {
                var numeric = CentralDifference(function, inputs, i, values, element, step);
                var error = Math.Abs(gradient[element] - numeric)
                    / Math.Max(1, Math.Max(Math.Abs(gradient[element]), Math.Abs(numeric)));
                // A NaN on either side is the worst there is.
                if (!(error <= worst.Error))
                    worst = new GradientMismatch(error, i, element, gradient[element], numeric);
                if (double.IsNaN(error)) return worst with { Error = double.PositiveInfinity };
            }
        }
        return worst;
    }

    /// <summary>
    /// Does the same for the gradients themselves: compares gradients of gradients, by the inputs and by the gradient
    /// that flows in, with central differences of gradients. The gradients are weighted by fixed numbers and summed.
    /// </summary>
    /// <param name="function">The function; deterministic, and twice differentiable within a step of the inputs.</param>
    /// <param name="inputs">Its inputs; as for <see cref="Compare"/>. One more, with the number of inputs as its index,
    /// is the gradient that flows in.</param>
    /// <param name="step">As for <see cref="Compare"/>.</param>
    public static GradientMismatch CompareSecond(
        Func<IReadOnlyList<Tensor>, Tensor> function, IReadOnlyList<Tensor> inputs, double step = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(inputs);
        using var scope = Tape.Scope();
        var output = function(inputs);
        var seed = Tensor.From<double>(Weights(output.Count), output.Shape, output.Device);
        seed.RequiresGrad = true;
        return Compare(all => WeightedGradients(function, [.. all.SkipLast(1)], all[^1]), [.. inputs, seed], step);
    }

    private static Tensor WeightedGradients(
        Func<IReadOnlyList<Tensor>, Tensor> function, IReadOnlyList<Tensor> inputs, Tensor seed)
    {
        using var recording = Tape.Record();
        var gradients = Gradient.Of(
            function(inputs), [.. inputs.Where(input => input.RequiresGrad)], seed, createGraph: true);
        // Part of the function even where no gradient depends on it.
        var sum = seed.Sum() * 0;
        foreach (var gradient in gradients)
            sum += (gradient * Tensor.From<double>(Weights(gradient.Count), gradient.Shape, gradient.Device)).Sum();
        return sum;
    }

    private static double[]?[] Analytic(Func<IReadOnlyList<Tensor>, Tensor> function, IReadOnlyList<Tensor> inputs)
    {
        foreach (var input in inputs) input.ZeroGrad();
        using var scope = Tape.Scope();
        var output = function(inputs);
        output.Backward(Tensor.From<double>(Weights(output.Count), output.Shape, output.Device));
        var gradients = new double[]?[inputs.Count];
        for (var i = 0; i < inputs.Count; i++)
        {
            if (!inputs[i].RequiresGrad) continue;
            gradients[i] = inputs[i].Grad?.ToArray<double>() ?? new double[inputs[i].Count];
            inputs[i].ZeroGrad();
        }
        return gradients;
    }

    private static double CentralDifference(
        Func<IReadOnlyList<Tensor>, Tensor> function, IReadOnlyList<Tensor> inputs, int input, double[] values,
        int element, double step)
    {
        var original = values[element];
        var width = step * Math.Max(1, Math.Abs(original));
        values[element] = original + width;
        var above = Evaluate(function, inputs, input, values);
        values[element] = original - width;
        var below = Evaluate(function, inputs, input, values);
        values[element] = original;
        inputs[input].CopyFrom<double>(values);
        // The step that was taken, not the one that was meant: original + width is rounded.
        return (above - below) / (original + width - (original - width));
    }

    private static double Evaluate(
        Func<IReadOnlyList<Tensor>, Tensor> function, IReadOnlyList<Tensor> inputs, int input, double[] values)
    {
        inputs[input].CopyFrom<double>(values);
        using var scope = Tape.Scope();
        using var noGrad = Tape.NoGrad();
        var output = function(inputs).ToArray<double>();
        var weights = Weights(output.Length);
        var sum = 0.0;
        for (var i = 0; i < output.Length; i++) sum += output[i] * weights[i];
        return sum;
    }

    /// <summary>1 for a single value; otherwise numbers in [0.5, 1.5) that no symmetry of a function cancels.</summary>
    private static double[] Weights(int count)
    {
        const double GoldenRatio = 0.6180339887498949;
        var weights = new double[count];
        for (var i = 0; i < count; i++) weights[i] = count == 1 ? 1 : 0.5 + i * GoldenRatio % 1.0;
        return weights;
    }
}
