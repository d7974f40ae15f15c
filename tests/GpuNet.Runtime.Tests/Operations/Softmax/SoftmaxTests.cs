using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Operations;

public class SoftmaxTests
{
    private static readonly int[][] Shapes = [[10], [1, 1], [7, 3], [5, 64], [5, 65], [3, 1000], [2, 3, 4]];

    [Theory, EveryDevice]
    public void Rows_agree_with_double_precision(string id)
    {
        var device = Device.Parse(id);
        foreach (var shape in Shapes)
        {
            var values = Samples.Uniform(Shape.Create(shape).Count, seed: 1, -8, 8);
            var rows = values.Chunk(shape[^1]).Select(row => Samples.Widen(row)).ToArray();
            using var scope = Tape.Scope();
            var x = Tensor.From<float>(values, shape, device);
            Near.AssertWithin(2e-6, 1e-12, [.. rows.SelectMany(Reference.Softmax)], x.Softmax().ToArray());
            Near.AssertWithin(2e-6, 2e-6, [.. rows.SelectMany(Reference.LogSoftmax)], x.LogSoftmax().ToArray());
        }
    }

    [Theory, EveryDevice]
    public void Large_offsets_neither_overflow_nor_change_the_result(string id)
    {
        using var scope = Tape.Scope();
        var x = Tensor.From<float>([1000, 1001, 1002, -1000, -999, -998], [2, 3], Device.Parse(id));
        var expected = Reference.Softmax([0, 1, 2]);
        Near.AssertWithin(1e-6, 0, [.. expected, .. expected], x.Softmax().ToArray());
    }

    [Theory, EveryDevice]
    public void Gradients_agree_with_central_differences(string id)
    {
        var device = Device.Parse(id);
        Gradients.AssertRight(device, [Samples.UniformDoubles(12, seed: 2)], [[3, 4]], x => x[0].Softmax());
        Gradients.AssertRight(device, [Samples.UniformDoubles(12, seed: 2)], [[3, 4]], x => x[0].LogSoftmax());
    }

    [Theory, EveryDevice]
    public void Gradients_of_long_rows_agree_with_their_formula(string id)
    {
        var device = Device.Parse(id);
        var (values, weights) = (Samples.UniformDoubles(300, seed: 3), Samples.UniformDoubles(300, seed: 4));
        var p = Reference.Softmax(values);
        var dot = p.Zip(weights).Sum(pair => pair.First * pair.Second);
        Near.AssertWithin(1e-12, 1e-14, [.. p.Select((y, i) => y * (weights[i] - dot))], GradientOf(x => x.Softmax()));
        Near.AssertWithin(
            1e-12, 1e-14, [.. p.Select((y, i) => weights[i] - y * weights.Sum())], GradientOf(x => x.LogSoftmax()));

        double[] GradientOf(Func<Tensor, Tensor> function)
        {
            using var scope = Tape.Scope();
            var x = Tensor.From<double>(values, [1, 300], device);
            x.RequiresGrad = true;
            function(x).Backward(Tensor.From<double>(weights, [1, 300], device));
            return x.Grad!.ToArray<double>();
        }
    }

    [Theory]
    [EveryDevice(1, 5, 3)]
    [EveryDevice(4, 70, 17)]
    [EveryDevice(1, 1100, 2)] // few and long: by way of rows
    public void Along_another_axis_than_the_last_elements_lie_apart(string id, int outer, int axis, int inner)
    {
        var device = Device.Parse(id);
        var values = Samples.Uniform(outer * axis * inner, seed: 5, -20, 20);
        using var scope = Tape.Scope();
        var x = Tensor.From<float>(values, [outer, axis, inner], device);
        var lines = Reference.Slices(values, outer, axis, inner).ToArray();
        Near.AssertWithin(
            2e-6, 1e-12, [.. lines.SelectMany(Reference.Softmax)], x.Softmax(1).Transpose(1, 2).ToArray());
        Near.AssertWithin(
            2e-6, 2e-6, [.. lines.SelectMany(Reference.LogSoftmax)], x.LogSoftmax(1).Transpose(1, 2).ToArray());
        if (axis > 100) return;
        double[][] small = [Samples.UniformDoubles(2 * axis * 2, seed: 6)];
        Gradients.AssertRight(device, small, [[2, axis, 2]], x => x[0].Softmax(1), tolerance: 1e-6);
        Gradients.AssertRight(device, small, [[2, axis, 2]], x => x[0].LogSoftmax(1), tolerance: 1e-6);
    }

    [Fact]
    public void Portable_math_gives_the_same_bits_on_every_device()
    {
        foreach (var shape in Shapes)
        {
            var values = Samples.Uniform(Shape.Create(shape).Count, seed: 4, -20, 20);
            Parity.AssertOnAllDevices(device =>
            {
                using var scope = Tape.Scope();
                var x = Tensor.From<float>(values, shape, device);
                var first = x.Softmax(0);
                x.RequiresGrad = true;
                x.LogSoftmax(0).Backward(first);
                return [.. x.Softmax().ToArray(), .. x.LogSoftmax().ToArray(), .. first.ToArray(), .. x.Grad!.ToArray()];
            });
        }
    }

    [Fact]
    public void A_single_value_has_no_rows()
    {
        using var scope = Tape.Scope();
        Assert.Throws<ShapeMismatchException>(() => Tensor.Scalar(1, device: Device.Cpu).Softmax());
    }
}
