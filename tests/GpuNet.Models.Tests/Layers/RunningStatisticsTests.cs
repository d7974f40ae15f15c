using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Layers;

/// <summary>Statistics that are taken anew against their definition in double precision.</summary>
public sealed class RunningStatisticsTests
{
    private const int Features = 3;

    /// <summary>Batches of differing sizes weigh alike, as in torch's update_bn.</summary>
    private static readonly float[][] Batches = [.. new[] { 4, 9, 2 }.Select((rows, i) => Samples.Uniform(rows * Features, seed: i, low: -1, high: 3))];

    [Theory]
    [InlineData(0.1)]
    [InlineData(null)]
    public void They_are_means_over_all_batches(double? momentum) => Parity.AssertOnAllDevices(device =>
    {
        var norm = new BatchNorm1d(Features, momentum: momentum, device: device);
        var model = new Sequential(norm, new BatchNorm1d(Features, trackRunningStatistics: false, device: device));
        using (Tape.Scope())
            model.Forward(Tensor.From<float>(Samples.Uniform(5 * Features, seed: 7), [5, Features], device));
        model.Evaluate();
        norm.IsTraining = true;

        RunningStatistics.Recompute(model, Batches.Select(batch => Tensor.From<float>(batch, [batch.Length / Features, Features], device)));

        Near.AssertWithin(1e-6, 1e-6, Expected((column, mean) => mean), norm.RunningMean!.ToArray());
        Near.AssertWithin(
            1e-6, 1e-6, Expected((column, mean) => column.Sum(x => (x - mean) * (x - mean)) / (column.Length - 1)), norm.RunningVariance!.ToArray());
        Assert.Equal(Batches.Length, norm.BatchesTracked);
        Assert.Equal((false, true), (model.IsTraining, norm.IsTraining));

        // Then they follow as they did before: by the momentum, or as the fourth of four.
        float[] before = norm.RunningMean!.ToArray(), ones = [.. Enumerable.Repeat(1f, 2 * Features)];
        using (Tape.Scope())
            norm.Forward(Tensor.From<float>(ones, [2, Features], device));
        Near.AssertWithin(
            1e-6, 1e-6, [.. before.Select(mean => mean + (momentum ?? 0.25) * (1.0 - mean))], norm.RunningMean!.ToArray());
        return norm.RunningMean!.ToArray();
    });

    [Fact]
    public void No_batch_is_refused() => Assert.Equal(
        "inputs",
        Assert.Throws<ArgumentException>(() => RunningStatistics.Recompute(new BatchNorm1d(Features, device: Device.Cpu), [])).ParamName);

    private static double[] Expected(Func<double[], double, double> statistic) =>
    [
        .. Enumerable.Range(0, Features).Select(feature => Batches.Average(batch =>
        {
            double[] column = [.. batch.Where((_, i) => i % Features == feature).Select(value => (double)value)];
            return statistic(column, column.Average());
        })),
    ];
}
