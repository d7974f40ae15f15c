namespace GpuNet.Models;

/// <summary>
/// The statistics that batch normalization uses outside training, taken anew: for weights other than those that were trained, such as
/// an average (<see cref="WeightAverage"/>).
/// </summary>
/// <example><code>
/// average.Swap();
/// RunningStatistics.Recompute(model, batches);
/// ModelFile.Save(model, path);
/// </code></example>
public static class RunningStatistics
{
    /// <summary>
    /// Runs the model over the batches as in training, without gradients: each running mean becomes the mean of all batches', each
    /// running variance that of their unbiased variances. Everything else stays as it is. As torch.optim.swa_utils.update_bn.
    /// </summary>
    /// <param name="model">The model, with the weights that it will be used with.</param>
    /// <param name="inputs">Batches of what it was trained on; at least one.</param>
    /// <exception cref="ArgumentException">There is no batch.</exception>
    public static void Recompute(Module model, IEnumerable<Tensor> inputs)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(inputs);
        (Module Part, bool IsTraining)[] modes = [.. model.WithParts.Select(part => (part, part.IsTraining))];
        using var batches = inputs.GetEnumerator();
        if (!batches.MoveNext())
            throw new ArgumentException("There is no batch to take statistics of.", nameof(inputs));
        IDisposable[] begun = [.. model.WithParts.OfType<BatchNorm1d>().Distinct().Select(layer => layer.BeginStatistics()).OfType<IDisposable>()];
        try
        {
            model.Train();
            using var noGrad = Tape.NoGrad();
            do
            {
                using var scope = Tape.Scope();
                model.Forward(batches.Current);
            }
            while (batches.MoveNext());
        }
        finally
        {
            foreach (var (part, isTraining) in modes)
                part.IsTraining = isTraining;
            foreach (var layer in begun)
                layer.Dispose();
        }
    }
}
