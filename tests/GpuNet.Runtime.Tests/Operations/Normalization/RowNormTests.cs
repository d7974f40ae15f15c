using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Operations;

/// <summary>Layer, RMS and group normalization against their definitions in double precision.</summary>
public class RowNormTests
{
    private const double Epsilon = 1e-5;

    [Theory]
    [EveryDevice(7)]
    [EveryDevice(64)]
    [EveryDevice(65)]
    [EveryDevice(1000)]
    [EveryDevice(4100)]
    public void A_row_far_from_zero_with_a_tiny_variance_keeps_its_digits(string id, int length)
    {
        // Steps of 2^-8 around 2^16, where singles are 2^-7 apart: the mean is no single, the distances from it are small.
        var random = new Random(length);
        float[] x = [.. Enumerable.Range(0, 2 * length).Select(_ => 65536f + random.Next(-8, 9) / 128f)];
        using var scope = Tape.Scope();
        var y = Functional.LayerNorm(Tensor.From<float>(x, [2, length], Device.Parse(id)), [length]);
        double[] expected = [.. x.Chunk(length).SelectMany(row => Definition(Samples.Widen(row)))];
        Near.AssertWithin(2e-6, 2e-6, expected, y.ToArray());
    }

    [Theory, EveryDevice]
    public void Rows_of_equal_numbers_are_zero(string id)
    {
        using var scope = Tape.Scope();
        var x = Tensor.Full([3, 100], 1e6f / 3, device: Device.Parse(id));
        Assert.All(Functional.LayerNorm(x, [100]).ToArray(), value => Assert.InRange(Math.Abs(value), 0, 1e-3));
        Assert.All(Functional.GroupNorm(x, 50).ToArray(), value => Assert.Equal(0, value));
    }

    [Theory]
    [EveryDevice("layer", 6)]
    [EveryDevice("layer without bias", 6)]
    [EveryDevice("rms", 6)]
    [EveryDevice("group", 6)]
    [InlineData("cpu", "layer", 70)]
    [InlineData("cpu", "rms", 70)]
    public void Gradients_agree_with_central_differences(string id, string name, int length)
    {
        const int Rows = 5; // more than a block has
        double[][] values =
        [
            Samples.UniformDoubles(Rows * length, seed: 4), Samples.UniformDoubles(length, seed: 5, 0.5, 2),
            Samples.UniformDoubles(length, seed: 6),
        ];
        int[][] shapes = [[Rows, length], [length], [length]];
        var parameters = name is "layer" or "group" ? 2 : 1;
        Gradients.AssertRight(
            Device.Parse(id), values[..(1 + parameters)], shapes[..(1 + parameters)],
            x => name switch
            {
                "layer" => Functional.LayerNorm(x[0], [length], x[1], x[2]),
                "layer without bias" => Functional.LayerNorm(x[0], [length], x[1]),
                "rms" => Functional.RmsNorm(x[0], [length], x[1]),
                _ => Functional.GroupNorm(x[0], 2, x[1], x[2]),
            },
            name, tolerance: 1e-6);
    }

    [Fact]
    public void Portable_math_gives_the_same_bits_on_every_device()
    {
        var x = Samples.Uniform(1100 * 6, seed: 7);
        foreach (var (rows, columns, groups) in ((int, int, int)[])[(1100, 6, 2), (66, 100, 1), (6, 1100, 10)])
        {
            Parity.AssertOnAllDevices(device =>
            {
                using var scope = Tape.Scope();
                var input = Tensor.From<float>(x, [rows, columns], device);
                var weight = Tensor.From<float>(Samples.Uniform(columns, seed: 8), device);
                var bias = Tensor.From<float>(Samples.Uniform(columns, seed: 9), device);
                input.RequiresGrad = weight.RequiresGrad = bias.RequiresGrad = true;
                var y = Functional.GroupNorm(Functional.LayerNorm(input, [columns], weight, bias), groups, weight, bias)
                    + Functional.RmsNorm(input, [columns], weight);
                (y * y).Sum().Backward();
                return [.. y.ToArray(), .. input.Grad!.ToArray(), .. weight.Grad!.ToArray(), .. bias.Grad!.ToArray()];
            });
        }
    }

    [Fact]
    public void Forward_is_one_launch_and_backward_one_for_the_input_and_one_for_each_parameter()
    {
        Assert.Equal(1, Launches((x, weight, bias) => Functional.LayerNorm(x, [100], weight, bias).Keep()));
        // Beside these, the sum and its gradient, and two more gradients that a step zeroes at its start.
        Assert.Equal(
            Launches((x, _, _) => x.Sum().Backward()) + 1 + 1 + 2 + 2,
            Launches((x, weight, bias) => Functional.LayerNorm(x, [100], weight, bias).Sum().Backward()));

        static int Launches(Action<Tensor, Tensor, Tensor> work)
        {
            var device = Device.Cpu;
            var (weight, bias) = (Tensor.Ones([100], device: device), Tensor.Zeros([100], device: device));
            var x = Tensor.From<float>(Samples.Uniform(64 * 100, seed: 1), [64, 100], device);
            x.RequiresGrad = weight.RequiresGrad = bias.RequiresGrad = true;
            using var step = PreparedStep.Record(device, () => work(x, weight, bias));
            return step.Length;
        }
    }

    [Fact]
    public void No_rows_are_no_work()
    {
        using var scope = Tape.Scope();
        var weight = Tensor.Ones([3], device: Device.Cpu);
        weight.RequiresGrad = true;
        var y = Functional.LayerNorm(Tensor.Zeros([0, 3], device: Device.Cpu), [3], weight);
        Assert.Equal([0, 3], y.Shape.ToArray());
        y.Sum().Backward();
        Assert.Equal([0f, 0f, 0f], weight.Grad!.ToArray());
    }

    [Fact]
    public void Parameters_of_another_shape_are_refused()
    {
        using var scope = Tape.Scope();
        Tensor Ones(params int[] shape) => Tensor.Ones(shape, device: Device.Cpu);
        Assert.Throws<ShapeMismatchException>(() => Functional.LayerNorm(Ones(2, 3), [3], Ones(2)));
        Assert.Throws<ShapeMismatchException>(() => Functional.LayerNorm(Ones(2, 3), [2]));
        Assert.Throws<ShapeMismatchException>(() => Functional.GroupNorm(Ones(2, 3), 2));
        Assert.Throws<ShapeMismatchException>(() => Functional.GroupNorm(Ones(3), 1));
        Assert.Throws<ArgumentException>(() => Functional.LayerNorm(Ones(2, 3), [3], bias: Ones(3)));
        Assert.Throws<ArgumentException>(() => Functional.GroupNorm(Ones(2, 3), 1, weight: Ones(3)));
        Assert.Throws<DTypeNotSupportedException>(
            () => Functional.LayerNorm(Tensor.Zeros([2, 3], DType.Int32, Device.Cpu), [3]));
    }

    private static double[] Definition(double[] row)
    {
        var mean = row.Average();
        var variance = row.Average(value => (value - mean) * (value - mean));
        return [.. row.Select(value => (value - mean) / Math.Sqrt(variance + Epsilon))];
    }
}
