using GpuNet.Models.Data;
using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Data;

public sealed class DataLoaderTests
{
    private static readonly Dataset Numbers = Dataset.Regression(
        "numbers", [.. Enumerable.Range(0, 20).Select(i => (float)i)], 2, [.. Enumerable.Range(0, 10).Select(i => (float)-i)]);

    private static readonly Dataset Classes = Dataset.Classification(
        "classes", [.. Enumerable.Range(0, 10).Select(i => (float)i)], 1, [.. Enumerable.Range(0, 10).Select(i => i % 3)], ["a", "b", "c"]);

    [Theory]
    [EveryDevice]
    public void Batches_cover_the_rows_in_order(string device)
    {
        var loader = new DataLoader(Numbers, batchSize: 4, Device.Parse(device));
        var batches = loader.Epoch()
            .Select(batch => (Inputs: batch.Inputs.ToArray(), Targets: batch.Targets.ToArray(), batch.Count)).ToList();

        Assert.Equal([4, 4, 2], batches.Select(batch => batch.Count));
        Assert.Equal(Numbers.Features.ToArray(), batches.SelectMany(batch => batch.Inputs));
        Assert.Equal(Numbers.Values.ToArray(), batches.SelectMany(batch => batch.Targets));
    }

    [Theory]
    [EveryDevice]
    public void Shuffled_batches_keep_rows_together_and_have_an_order_of_their_own_each_epoch(string device)
    {
        var loader = new DataLoader(Classes, batchSize: 3, Device.Parse(device), shuffle: true, seed: 5);
        int[] first = Order(loader, epoch: 1);

        Assert.Equal(Enumerable.Range(0, 10), first.Order());
        Assert.Equal(first, Order(loader, epoch: 1));
        Assert.NotEqual(first, Order(loader, epoch: 2));
        Assert.Equal(first, Order(new DataLoader(Classes, batchSize: 5, shuffle: true, seed: 5), epoch: 1));
        foreach (var batch in loader.Epoch(1))
        {
            int[] labels = batch.Targets.ToArray<int>();
            Assert.Equal(batch.Labels, labels);
            Assert.Equal(labels, batch.Inputs.ToArray().Select(row => (int)row % 3));
        }
    }

    [Fact]
    public void The_order_is_the_same_on_every_machine()
    {
        // Computed by an independent Python implementation of SplitMix64, Lemire's method and Fisher-Yates (make_permutation.py).
        Assert.Equal([6, 0, 2, 8, 7, 1, 9, 3, 5, 4], Permutation.Create(10, seed: 5, stream: 1));
    }

    [Fact]
    public void A_last_batch_that_is_not_full_can_be_left_out()
    {
        var loader = new DataLoader(Numbers, batchSize: 4, dropLast: true);
        Assert.Equal(8, loader.RowsPerEpoch);
        Assert.Equal([4, 4], loader.Epoch().Select(batch => batch.Count));
    }

    [Fact]
    public void A_batch_gives_way_to_the_next_one()
    {
        using var batches = new DataLoader(Numbers, batchSize: 4).Epoch().GetEnumerator();
        batches.MoveNext();
        var inputs = batches.Current.Inputs;
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], inputs.ToArray());
        batches.MoveNext();
        Assert.Same(inputs, batches.Current.Inputs);
        Assert.Equal([8, 9, 10, 11, 12, 13, 14, 15], inputs.ToArray());
        batches.MoveNext();
        Assert.True(inputs.IsFreed);
        Assert.Equal([16, 17, 18, 19], batches.Current.Inputs.ToArray());
    }

    private static int[] Order(DataLoader loader, int epoch) =>
        [.. loader.Epoch(epoch).SelectMany(batch => batch.Inputs.ToArray()).Select(value => (int)value)];
}
