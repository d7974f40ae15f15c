using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Operations;

public class ReductionTests
{
    /// <summary>Shapes around the limits of the kernels: items, groups, chunks, several levels of the tree.</summary>
    private static readonly int[][] Shapes =
    [
        [1], [7], [64], [65], [3, 5], [5, 64], [5, 65], [2, 3, 4], [300, 3], [2, 257, 3], [3, 1000], [1, 20_000],
        [20_000, 2],
    ];

    [Theory, EveryDevice]
    public void Norms_have_the_same_bits_recorded_and_in_one_pass(string id)
    {
        using var scope = Tape.Scope();
        float[] values = [.. Samples.Edges, .. Samples.Uniform(1000, seed: 4)];
        var x = Tensor.From<float>([.. values[..1020], 0, 0, 0, 0, 0, 0], [6, 171], Device.Parse(id));
        x.RequiresGrad = true;
        foreach (var norm in (Func<Tensor, Tensor>[])[t => t.Norm(), t => t.Norm(2, 0), t => t.Norm(2, 1, keepDimension: true)])
        {
            var recorded = norm(x);
            using (Tape.NoGrad()) Parity.AssertSameBits(recorded.ToArray(), norm(x).ToArray());
            Assert.Equal(recorded.Shape, norm(x.Detach()).Shape);
        }
    }

    [Theory, EveryDevice]
    public void Sums_means_and_maxima_along_each_axis_agree_with_double_precision(string id)
    {
        var device = Device.Parse(id);
        foreach (var shape in Shapes)
        {
            var values = Samples.Uniform(Shape.Create(shape).Count, seed: 1);
            for (var axis = 0; axis < shape.Length; axis++)
            {
                using var scope = Tape.Scope();
                var x = Tensor.From<float>(values, shape, device);
                int[] reduced = [.. shape.Where((_, i) => i != axis)];
                var slices = Reference.Slices(
                    values, shape[..axis].Aggregate(1, (a, b) => a * b), shape[axis],
                    shape[(axis + 1)..].Aggregate(1, (a, b) => a * b)).ToArray();

                // Half an ulp of the running magnitude for each of at most 256 + log2 roundings, well below this bound.
                var bound = 3e-5 * Math.Sqrt(shape[axis]);
                var sum = x.Sum(axis);
                Assert.Equal(reduced, sum.Shape.ToArray());
                Near.AssertWithin(1e-5, bound, [.. slices.Select(slice => slice.Sum())], sum.ToArray());
                Near.AssertWithin(
                    1e-5, bound / shape[axis], [.. slices.Select(slice => slice.Average())], x.Mean(axis).ToArray());
                Near.AssertWithin(0, 0, [.. slices.Select(slice => slice.Max())], x.Max(axis).ToArray());
                Assert.Equal(slices.Select(slice => Array.IndexOf(slice, slice.Max())), x.ArgMax(axis).ToArray<int>());

                reduced = [.. shape.Select((extent, i) => i == axis ? 1 : extent)];
                Assert.Equal(reduced, x.Sum(axis, keepDimension: true).Shape.ToArray());
                Assert.Equal(sum.ToArray(), x.Sum(axis - shape.Length, keepDimension: true).ToArray());
            }
        }
    }

    [Theory, EveryDevice]
    public void Reductions_over_everything_give_a_single_value(string id)
    {
        var values = Samples.Uniform(70_001, seed: 2);
        using var scope = Tape.Scope();
        var x = Tensor.From<float>(values, Device.Parse(id));
        Assert.Equal(Shape.Scalar, x.Sum().Shape);
        Near.AssertWithin(1e-5, 1e-2, [values.Sum(v => (double)v)], x.Sum().ToArray());
        Near.AssertWithin(1e-5, 1e-6, [values.Average(v => (double)v)], x.Mean().ToArray());
        Assert.Equal(values.Max(), x.Max().Item());
    }

    [Theory, EveryDevice]
    public void Gradients_agree_with_central_differences(string id)
    {
        var device = Device.Parse(id);
        double[][] values = [Samples.UniformDoubles(24, seed: 3)];
        int[][] shapes = [[2, 3, 4]];
        Gradients.AssertRight(device, values, shapes, x => x[0].Sum());
        Gradients.AssertRight(device, values, shapes, x => x[0].Mean());
        Gradients.AssertRight(device, values, shapes, x => x[0].Max());
        for (var axis = 0; axis < 3; axis++)
        {
            Gradients.AssertRight(device, values, shapes, x => x[0].Sum(axis) * x[0].Sum(axis));
            Gradients.AssertRight(device, values, shapes, x => x[0].Mean(axis, keepDimension: true) * x[0]);
            Gradients.AssertRight(device, values, shapes, x => x[0].Max(axis));
        }
    }

    [Theory, EveryDevice]
    public void Nothing_sums_to_zero_and_has_no_largest_element(string id)
    {
        using var scope = Tape.Scope();
        var nothing = Tensor.Zeros([0, 3], device: Device.Parse(id));
        Assert.Equal(0.0, nothing.Sum().Item());
        Assert.Equal([0f, 0f, 0f], nothing.Sum(0).ToArray());
        Assert.Empty(nothing.Sum(1).ToArray());
        Assert.Equal(double.NaN, nothing.Mean().Item());
        Assert.Throws<ShapeMismatchException>(() => nothing.Max(0));
        Assert.Throws<ShapeMismatchException>(() => nothing.ArgMax(0));
    }

    [Theory, EveryDevice]
    public void A_nan_is_the_largest_and_spoils_sums(string id)
    {
        using var scope = Tape.Scope();
        var x = Tensor.From<float>([1, float.NaN, 3, 4, 5, 6], [2, 3], Device.Parse(id));
        Assert.Equal([float.NaN, 6f], x.Max(1).ToArray());
        Assert.Equal([1, 2], x.ArgMax(1).ToArray<int>());
        Assert.Equal([float.NaN, 15f], x.Sum(1).ToArray());
    }

    [Theory, EveryDevice]
    public void Of_equal_elements_the_first_takes_the_gradient_along_an_axis_and_all_share_that_of_the_whole(string id)
    {
        using var scope = Tape.Scope();
        var x = Tensor.From<float>([2, 7, 7, 1], Device.Parse(id));
        x.RequiresGrad = true;
        x.Max(0).Backward();
        Assert.Equal([0f, 1f, 0f, 0f], x.Grad!.ToArray());
        x.ZeroGrad();
        x.Max().Backward();
        Assert.Equal([0f, 0.5f, 0.5f, 0f], x.Grad!.ToArray());
    }

    [Fact]
    public void Portable_math_gives_the_same_bits_on_every_device()
    {
        foreach (var shape in Shapes)
        {
            var values = Samples.Uniform(Shape.Create(shape).Count, seed: 4, -100, 100);
            Parity.AssertOnAllDevices(device =>
            {
                using var scope = Tape.Scope();
                var x = Tensor.From<float>(values, shape, device);
                return [.. x.Sum().ToArray(), .. x.Sum(0).ToArray(), .. x.Mean(-1).ToArray(), .. x.Max(0).ToArray()];
            });
        }
    }

    [Fact]
    public void An_axis_that_is_not_there_is_named_in_the_error()
    {
        using var scope = Tape.Scope();
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.Zeros([2, 3], device: Device.Cpu).Sum(2));
        Assert.Contains("[2, 3]", error.Message);
    }
}
