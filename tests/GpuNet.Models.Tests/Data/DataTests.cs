using GpuNet.Models.Data;

namespace GpuNet.Models.Tests.Data;

public sealed class DataTests
{
    [Fact]
    public void SplitMix64_gives_the_published_values()
    {
        // The first outputs of Vigna's splitmix64.c for the state 1234567.
        var random = new SplitMix64(1234567);
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        Assert.Equal(expected, expected.Select(_ => random.Next()));
    }

    [Fact]
    public void A_permutation_depends_on_seed_and_stream_only()
    {
        int[] order = Permutation.Create(1000, seed: 1, stream: 2);

        Assert.Equal(Enumerable.Range(0, 1000), order.Order());
        Assert.Equal(order, Permutation.Create(1000, 1, 2));
        Assert.NotEqual(order, Permutation.Create(1000, 2, 2));
        Assert.NotEqual(order, Permutation.Create(1000, 1, 3));
    }

    [Fact]
    public void Permutations_are_uniform()
    {
        // All 24 orders of 4 items, 24,000 draws: chi-squared with 23 degrees of freedom is below 49.7 with probability 0.999.
        var counts = new Dictionary<string, int>();
        for (ulong stream = 0; stream < 24_000; stream++)
        {
            string order = string.Concat(Permutation.Create(4, seed: 0, stream));
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(24, counts.Count);
        Assert.True(counts.Values.Sum(n => (n - 1000.0) * (n - 1000.0) / 1000) < 49.7);
    }

    [Fact]
    public void Digits_are_the_published_ones()
    {
        var digits = Digits.Load();

        Assert.Equal(1797, digits.Count);
        Assert.Equal(64, digits.FeatureCount);
        // Counts of each digit as scikit-learn's documentation of load_digits lists them (about 180 a class).
        int[] counts = new int[10];
        foreach (int label in digits.Labels)
            counts[label]++;
        Assert.Equal([178, 182, 177, 183, 181, 182, 181, 179, 174, 180], counts);
        Assert.Equal([0, 0, 5, 13, 9, 1, 0, 0], digits.Row(0)[..8].ToArray());
        Assert.Equal(16, digits.Features.ToArray().Max());
    }

    [Fact]
    public void A_stratified_split_keeps_the_shares_and_every_row_once()
    {
        var digits = Digits.Load();
        var split = Split.Stratified(digits, testFraction: 0.2, seed: 0);

        Assert.Equal(digits.Count, split.Train.Count + split.Test.Count);
        Assert.InRange(split.Test.Count, 355, 365);
        for (int digit = 0; digit < 10; digit++)
        {
            int inTest = split.Test.Labels.ToArray().Count(label => label == digit);
            int all = digits.Labels.ToArray().Count(label => label == digit);
            Assert.InRange(inTest, (0.2 * all) - 0.5, (0.2 * all) + 0.5);
        }

        Assert.Equal(Rows(digits).Order(), Rows(split.Train).Concat(Rows(split.Test)).Order());
        Assert.Equal(split.Test.Features.ToArray(), Split.Stratified(digits, 0.2, 0).Test.Features.ToArray());
        Assert.NotEqual(split.Test.Features.ToArray(), Split.Stratified(digits, 0.2, 1).Test.Features.ToArray());
    }

    [Fact]
    public void K_folds_test_every_row_once()
    {
        var digits = Digits.Load();
        var folds = Split.KFold(digits, folds: 5, seed: 3);

        Assert.Equal(5, folds.Count);
        Assert.All(folds, fold => Assert.InRange(fold.Test.Count, 359, 360));
        Assert.All(folds, fold => Assert.Equal(digits.Count, fold.Train.Count + fold.Test.Count));
        Assert.Equal(Rows(digits).Order(), folds.SelectMany(fold => Rows(fold.Test)).Order());
        foreach (var ofDigit in digits.Labels.ToArray().CountBy(label => label))
            Assert.All(folds, fold => Assert.InRange(fold.Test.Labels.ToArray().Count(label => label == ofDigit.Key), ofDigit.Value / 5, (ofDigit.Value / 5) + 1));
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.99)]
    public void A_class_of_two_rows_is_in_both_parts_of_a_split(double testFraction)
    {
        int[] labels = [.. Enumerable.Range(0, 40).Select(row => row is 7 or 30 ? 1 : 0)];
        var data = Dataset.Classification("rare", new float[40], featureCount: 1, labels, ["common", "rare"]);
        var split = Split.Stratified(data, testFraction, seed: 1);
        Assert.All([split.Train, split.Test], part => Assert.Single(part.Labels.ToArray(), label => label == 1));
        Assert.All([split.Train, split.Test], part => Assert.Contains(0, part.Labels.ToArray()));
    }

    [Fact]
    public void Splits_refuse_what_they_cannot_do()
    {
        var data = Dataset.Regression("tiny", [1, 2], 1, [3, 4]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Split.Stratified(data, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Split.KFold(data, 3, 0));
        Assert.Throws<ArgumentException>(() => Split.Stratified(data.Subset([0]), 0.5, 0));
    }

    [Fact]
    public void Standardizing_gives_mean_0_and_deviation_1()
    {
        var data = Dataset.Regression("data", [1, 7, 1e6f, 2, 7, 1e6f + 1, 6, 7, 1e6f + 2], 3, [10, 20, 60]);
        var scaling = FeatureScaling.Standardize(data);
        var targets = FeatureScaling.StandardizeTargets(data);
        var scaled = scaling.Apply(data, targets);

        // Column 0: mean 3, population variance (4 + 1 + 9) / 3. Column 1 is constant.
        double deviation = Math.Sqrt(14.0 / 3);
        Assert.Equal([-2 / deviation, -1 / deviation, 3 / deviation], Column(scaled, 0), new ToleranceComparer(1e-6));
        Assert.Equal([0, 0, 0], Column(scaled, 1));
        Assert.Equal([-Math.Sqrt(1.5), 0, Math.Sqrt(1.5)], Column(scaled, 2), new ToleranceComparer(1e-6));
        float[] values = scaled.Values.ToArray();
        targets.Invert(values);
        Assert.Equal([10, 20, 60], values.Select(v => (double)v), new ToleranceComparer(1e-4));
    }

    [Fact]
    public void Min_max_scaling_gives_0_to_1()
    {
        var data = Dataset.Regression("data", [1, 7, 2, 7, 5, 7], 2, [0, 0, 0]);
        Assert.Equal([0, 0, 0.25f, 0, 1, 0], FeatureScaling.MinMax(data).Apply(data).Features.ToArray());
        Assert.Equal([2, 14, 4, 14, 10, 14], FeatureScaling.Uniform(2).Apply(data).Features.ToArray());
        Assert.Throws<ArgumentException>(() => new FeatureScaling([0, 0, 0], [1, 1, 1]).Apply(data));
    }

    private static IEnumerable<string> Rows(Dataset data) =>
        Enumerable.Range(0, data.Count).Select(row => $"{string.Join(',', data.Row(row).ToArray())}:{data.Labels[row]}");

    private static double[] Column(Dataset data, int column) =>
        [.. Enumerable.Range(0, data.Count).Select(row => (double)data.Row(row)[column])];

    private sealed class ToleranceComparer(double tolerance) : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= tolerance;

        public int GetHashCode(double obj) => 0;
    }
}
