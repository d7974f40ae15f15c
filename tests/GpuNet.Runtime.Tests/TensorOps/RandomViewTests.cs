using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.TensorOps;

/// <summary>Random shapes, orders and slices against indices computed one by one: whatever way a copy takes.</summary>
public class RandomViewTests
{
    private const int Rounds = 60;

    [Theory, EveryDevice]
    public void Permuted_slices_hold_the_elements_that_they_should(string id)
    {
        var device = Device.Parse(id);
        var random = new Random(1);
        for (var round = 0; round < Rounds; round++)
        {
            using var scope = Tape.Scope();
            var extents = RandomExtents(random);
            var values = Enumerable.Range(0, extents.Aggregate(1, (a, b) => a * b)).ToArray();
            var order = Enumerable.Range(0, extents.Length).ToArray();
            random.Shuffle(order);
            var x = Tensor.From<int>(values, extents, device);
            var slices = extents.Select(extent => RandomSlice(random, extent)).ToArray();
            var part = x[[.. slices.Select(slice => (TensorIndex)(slice.Start..slice.End, slice.Step))]];
            var y = part.Permute(order);

            int[] partExtents = [.. slices.Select(slice => (slice.End - slice.Start + slice.Step - 1) / slice.Step)];
            Assert.Equal(order.Select(axis => partExtents[axis]), y.Shape.ToArray());
            var actual = y.ToArray<int>();
            var index = new int[extents.Length];
            for (var i = 0; i < actual.Length; i++)
            {
                var rest = i;
                for (var axis = order.Length - 1; axis >= 0; axis--)
                {
                    var source = order[axis];
                    index[source] = slices[source].Start + rest % partExtents[source] * slices[source].Step;
                    rest /= partExtents[source];
                }
                var expected = 0;
                for (var axis = 0; axis < extents.Length; axis++) expected = expected * extents[axis] + index[axis];
                if (expected != actual[i])
                    Assert.Fail($"[{string.Join(", ", extents)}] in order {string.Join(" ", order)}, element {i}: "
                        + $"{actual[i]} in place of {expected}.");
            }
        }
    }

    [Fact]
    public void A_prepared_step_repeats_sorting_indexing_sums_and_products()
    {
        var values = Samples.Uniform(4 * 300, seed: 2);
        using var x = Tensor.From<float>(values, [4, 300], Device.Cpu).Keep();
        using var indices = Tensor.From<int>(Samples.Labels(600, 300, seed: 3), Device.Cpu).Keep();
        x.RequiresGrad = true;
        Tensor? result = null;
        using var step = PreparedStep.Record(Device.Cpu, () =>
        {
            x.ZeroGrad();
            result = Run(x, indices);
        });
        for (var seed = 4; seed < 6; seed++)
        {
            x.CopyFrom<float>(Samples.Uniform(values.Length, seed));
            step.Run();
            var (value, gradient) = (result!.Item(), x.Grad!.ToArray());
            x.ZeroGrad();
            using var scope = Tape.Scope();
            Assert.Equal(Run(x, indices).Item(), value);
            Parity.AssertSameBits(x.Grad!.ToArray(), gradient);
        }

        static Tensor Run(Tensor x, Tensor indices)
        {
            var selected = x.Sort(0).Values.IndexSelect(1, indices).CumulativeSum(1);
            var products = selected.Reshape(2, 2, 600).MatMul(x.TopK(2, 0).Values.Repeat(2, 1, 2), transposeOther: true);
            var loss = products.LogSumExp() + x.Variance(1).Sum() + x.Norm(2, axis: 0).Max();
            loss.Backward();
            return loss.Keep();
        }
    }

    private static int[] RandomExtents(Random random)
    {
        var extents = new int[random.Next(1, Shape.MaxRank + 1)];
        for (var i = 0; i < extents.Length; i++)
            extents[i] = random.Next(4) == 0 ? random.Next(8, extents.Length > 3 ? 20 : 70) : random.Next(1, 5);
        return extents;
    }

    private static (int Start, int End, int Step) RandomSlice(Random random, int extent)
    {
        if (random.Next(2) == 0) return (0, extent, 1);
        var start = random.Next(extent);
        return (start, random.Next(start + 1, extent + 1), random.Next(1, 4));
    }
}
