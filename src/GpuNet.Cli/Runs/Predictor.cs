using GpuNet.Models;

namespace GpuNet.Cli.Runs;

/// <summary>Runs a model over rows that have no targets.</summary>
internal static class Predictor
{
    private const int BatchSize = 256;

    /// <summary>What the model puts out for each row: probabilities of the classes, or a number.</summary>
    /// <param name="model">A model in evaluation.</param>
    /// <param name="features">A matrix of <paramref name="columns"/> columns, row by row, scaled for the model.</param>
    /// <param name="columns">The number of features of a row.</param>
    /// <param name="device">Where the model is.</param>
    public static float[][] Predict(Module model, float[] features, int columns, Device device)
    {
        var rows = new List<float[]>(features.Length / columns);
        for (int start = 0; start < features.Length; start += BatchSize * columns)
        {
            var batch = features.AsSpan(start, Math.Min(BatchSize * columns, features.Length - start));
            using (Tape.NoGrad())
            using (Tape.Scope())
            {
                var output = model.Forward(Tensor.From<float>(batch, [batch.Length / columns, columns], device));
                if (output.Shape[1] > 1)
                    output = output.Softmax();
                rows.AddRange(output.ToArray().Chunk(output.Shape[1]));
            }
        }

        return [.. rows];
    }
}
