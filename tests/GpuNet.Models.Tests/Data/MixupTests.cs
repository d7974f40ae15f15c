using GpuNet.Models.Data;
using GpuNet.Models.Tests.Training;
using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Data;

public sealed class MixupTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(5)]
    public void Shares_are_distributed_as_beta(double alpha)
    {
        const int Draws = 20_000;
        double[] shares = [.. Enumerable.Range(0, Draws).Select(batch => (double)new Mixup(alpha).Draw(2, seed: 1, epoch: 3, batch).Share)];
        // Mean 1/2, variance 1 / (4 (2 alpha + 1)), which is at most 1/4: standard errors below 0.0036 and 0.0018.
        Assert.All(shares, share => Assert.InRange(share, 0, 1));
        Assert.Equal(0.5, shares.Average(), 0.018);
        Assert.Equal(1 / (4 * (2 * alpha + 1)), shares.Average(share => (share - 0.5) * (share - 0.5)), 0.009);
        // A quarter of the probability lies below the lower quartile; for alpha = 1 that is 1/4.
        if (alpha == 1)
            Assert.Equal(0.25, shares.Count(share => share < 0.25) / (double)Draws, 0.016);
    }

    [Theory]
    [EveryDevice]
    public void Features_and_targets_are_mixed_alike(string id)
    {
        // The features say the class, so that mixed features are mixed targets.
        int[] labels = [0, 1, 2, 0, 1, 2, 0, 1, 2, 0];
        float[] features = [.. labels.SelectMany(label => Enumerable.Range(0, 3).Select(i => i == label ? 1f : 0f))];
        var data = Dataset.Classification("one-hot", features, 3, labels, ["a", "b", "c"]);
        var loader = new DataLoader(data, batchSize: 4, Device.Parse(id), shuffle: true, seed: 5, mixup: new Mixup(1));
        bool isMixed = false;
        foreach (var batch in loader.Epoch(2))
        {
            float[] inputs = batch.Inputs.ToArray(), targets = batch.Targets.ToArray();
            Assert.Equal(inputs, targets);
            Assert.All(targets.Chunk(3), row => Assert.Equal(1, row.Sum(), 1e-6f));
            isMixed |= targets.Any(target => target is > 0.01f and < 0.99f);
        }

        Assert.True(isMixed);
        Assert.Equal(Read(loader, epoch: 2), Read(loader, epoch: 2));
        Assert.NotEqual(Read(loader, epoch: 2), Read(loader, epoch: 3));
    }

    [Fact]
    public void Numbers_are_mixed_as_the_features_they_depend_on()
    {
        var data = Dataset.Regression("double", [1, 2, 3, 4, 5, 6], 1, [2, 4, 6, 8, 10, 12]);
        foreach (var batch in new DataLoader(data, batchSize: 6, mixup: new Mixup(1)).Epoch())
            Near.AssertWithin(1e-6, 0, [.. batch.Inputs.ToArray().Select(x => 2.0 * x)], batch.Targets.ToArray());
    }

    [Fact]
    public void Training_with_it_is_prepared_to_the_same_bits_and_tells_accuracy()
    {
        (string?, float[], double?) Train(bool prepareSteps)
        {
            var random = new Generator(seed: 1);
            var model = new Linear(2, 2, random, device: Device.Cpu);
            var trainer = new Trainer(model, new CrossEntropyLoss(), new Adam(model.Parameters, 0.05)) { PrepareSteps = prepareSteps };
            var data = new DataLoader(TrainerTests.Clouds(), 16, Device.Cpu, shuffle: true, seed: 1, mixup: new Mixup(0.2));
            var last = trainer.Fit(data, null, epochs: 5, cancellationToken: Token)[^1];
            return (trainer.PreparationRefusal, model.Weight.ToArray(), last.TrainAccuracy);
        }

        var (refusal, weights, accuracy) = Train(prepareSteps: true);
        Assert.Null(refusal);
        Assert.Equal(Train(prepareSteps: false).Item2, weights);
        Assert.InRange(accuracy!.Value, 0.7, 1);
    }

    /// <summary>Against the paper's formula in double precision, at ordinary numbers and at edges.</summary>
    [Theory]
    [EveryDevice]
    public void A_batch_is_its_rows_mixed_as_the_paper_has_it(string id)
    {
        const int Rows = 12, Columns = 25;
        float[] features = Samples.Uniform(Rows * Columns, seed: 8);
        float[] edges = [0, -0f, 1e-45f, -1e-40f, 3e38f, -1e20f, float.PositiveInfinity, float.NaN];
        for (int i = 0; i < edges.Length; i++) // a column each, where only some rows have the edge
            features[i] = features[(5 * Columns) + i] = edges[i];
        float[] targets = Samples.Uniform(Rows, seed: 9);
        var mixup = new Mixup(1);
        var loader = new DataLoader(
            Dataset.Regression("any", features, Columns, targets), batchSize: Rows, Device.Parse(id), seed: 3, mixup: mixup);
        var (share, partners) = mixup.Draw(Rows, seed: 3, epoch: 0, batch: 0);
        foreach (var batch in loader.Epoch(0))
        {
            Near.AssertWithin(1e-6, 1e-7, Mixed(features, Columns), batch.Inputs.ToArray());
            Near.AssertWithin(1e-6, 1e-7, Mixed(targets, 1), batch.Targets.ToArray());
        }

        double[] Mixed(float[] x, int columns) => [.. x.Select((value, i) =>
            (share * (double)value) + ((1 - share) * (double)x[(partners[i / columns] * columns) + (i % columns)]))];
    }

    [Fact]
    public void Alpha_has_to_be_positive() =>
        Assert.Equal("alpha", Assert.Throws<ArgumentOutOfRangeException>(() => new Mixup(0)).ParamName);

    private static List<float> Read(DataLoader loader, int epoch)
    {
        List<float> all = [];
        foreach (var batch in loader.Epoch(epoch))
            all.AddRange(batch.Inputs.ToArray());
        return all;
    }
}
