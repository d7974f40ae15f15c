using GpuNet.Models;
using GpuNet.Models.Data;

namespace GpuNet.Benchmarks.Workloads;

/// <summary>
/// Passes over a data set by <see cref="Trainer"/>: shuffling, gathering batches, steps, loss and accuracy. One has the shape
/// of Fashion-MNIST, with numbers drawn here, so that it runs where the data set is missing; the other is ten passes over the
/// digits that come with the project.
/// </summary>
public static class EpochWorkloads
{
    private const int FashionRows = 60_000;
    private const int DigitRows = 1_437;
    private const int DigitEpochs = 10;

    /// <summary>The two passes.</summary>
    public static IEnumerable<Workload> Create(int limit = WorkloadCatalog.Unlimited)
    {
        yield return Of("epoch/a", TrainingStepWorkloads.NetA, batch: 128, epochs: 1, limit, Drawn);
        yield return Of("digits/10-epochs", new(Digits.PixelCount, [32], 10), batch: 32, DigitEpochs, limit, DigitsOf);
    }

    private static Workload Of(
        string name, MultilayerPerceptron net, int batch, int epochs, int limit, Func<int, Dataset> load) => new(
        name,
        default,
        device =>
        {
            var data = load(limit);
            var model = net.Build(new Generator(seed: 1), device);
            var trainer = new Trainer(model, new CrossEntropyLoss(), new Adam(model.Parameters, learningRate: 1e-3));
            var loader = new DataLoader(data, batch, device, shuffle: true, seed: 1);
            return () => trainer.Fit(loader, test: null, epochs);
        });

    private static Dataset Drawn(int limit)
    {
        int rows = Math.Min(FashionRows, limit), columns = TrainingStepWorkloads.NetA.Inputs;
        using var pixels = new Generator(seed: 1).Uniform([rows, columns], device: Device.Cpu);
        return Dataset.Classification(
            "drawn", pixels.ToArray(), columns, Inputs.Labels(rows, 10), [.. Enumerable.Range(0, 10).Select(label => $"{label}")]);
    }

    private static Dataset DigitsOf(int limit)
    {
        int rows = Math.Min(DigitRows, limit);
        return FeatureScaling.Uniform(1 / Digits.MaxPixel).Apply(Digits.Load()).Subset([.. Enumerable.Range(0, rows)]);
    }
}
