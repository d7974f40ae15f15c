using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Operations;

public class BatchNormTests
{
    private const double Epsilon = 1e-5;

    [Theory]
    [EveryDevice(2, 1)]
    [EveryDevice(7, 5)]
    [EveryDevice(200, 33)]
    public void Training_normalizes_by_the_batch_and_moves_the_running_statistics(string id, int rows, int features)
    {
        var device = Device.Parse(id);
        var x = Samples.Uniform(rows * features, seed: 1, -3, 5);
        var (gamma, beta) = (Samples.Uniform(features, seed: 2), Samples.Uniform(features, seed: 3));
        using var scope = Tape.Scope();
        var mean = Tensor.Full([features], 0.5, device: device);
        var variance = Tensor.Full([features], 2, device: device);
        var y = Functional.BatchNorm(
            Tensor.From<float>(x, [rows, features], device), Tensor.From<float>(gamma, device),
            Tensor.From<float>(beta, device),
            mean, variance, training: true, momentum: 0.25, epsilon: Epsilon).ToArray();

        var columns = Reference.Slices(x, 1, rows, features).ToArray();
        var means = columns.Select(column => column.Average()).ToArray();
        var variances = columns.Select((column, f) => column.Average(v => (v - means[f]) * (v - means[f]))).ToArray();
        var expected = x.Select((v, i) =>
        {
            var f = i % features;
            return (v - means[f]) / Math.Sqrt(variances[f] + Epsilon) * gamma[f] + beta[f];
        }).ToArray();
        Near.AssertWithin(1e-5, 1e-5, expected, y);
        Near.AssertWithin(1e-5, 1e-6, [.. means.Select(m => 0.75 * 0.5 + 0.25 * m)], mean.ToArray());
        Near.AssertWithin(
            1e-5, 1e-6, [.. variances.Select(v => 0.75 * 2 + 0.25 * v * rows / (rows - 1.0))], variance.ToArray());
    }

    [Theory, EveryDevice]
    public void Evaluation_uses_the_running_statistics_and_leaves_them(string id)
    {
        var device = Device.Parse(id);
        using var scope = Tape.Scope();
        var (mean, variance) = (Tensor.From<float>([1f, 2f], device), Tensor.From<float>([4f, 9f], device));
        var y = Functional.BatchNorm(
            Tensor.From<float>([3f, 5f], [1, 2], device), Tensor.From<float>([2f, 3f], device),
            Tensor.From<float>([10f, 20f], device),
            mean, variance, training: false, epsilon: 0);
        Near.AssertWithin(1e-6, 0, [12.0, 23.0], y.ToArray());
        Assert.Equal([1f, 2f], mean.ToArray());
        Assert.Equal([4f, 9f], variance.ToArray());
    }

    [Theory]
    [EveryDevice(true)]
    [EveryDevice(false)]
    public void Gradients_agree_with_central_differences(string id, bool training)
    {
        var device = Device.Parse(id);
        using var scope = Tape.Scope();
        Gradients.AssertRight(
            device,
            [
                Samples.UniformDoubles(15, seed: 4), Samples.UniformDoubles(3, seed: 5, 0.5, 2),
                Samples.UniformDoubles(3, seed: 6),
            ],
            [[5, 3], [3], [3]],
            x => Functional.BatchNorm(
                x[0], x[1], x[2], Tensor.Full([3], 0.1, DType.Float64, device),
                Tensor.Full([3], 1.5, DType.Float64, device), training),
            tolerance: 1e-6);
    }

    [Theory]
    [InlineData(130, 17)]
    [InlineData(8300, 3)] // blocks of several runs
    public void Portable_math_gives_the_same_bits_on_every_device(int rows, int features)
    {
        var x = Samples.Uniform(rows * features, seed: 7);
        Parity.AssertOnAllDevices(device =>
        {
            using var scope = Tape.Scope();
            var input = Tensor.From<float>(x, [rows, features], device);
            var (gamma, beta) = (Tensor.Full([features], 1.5, device: device), Tensor.Full([features], 0.25, device: device));
            input.RequiresGrad = gamma.RequiresGrad = beta.RequiresGrad = true;
            var (mean, variance) = (Tensor.Zeros([features], device: device), Tensor.Ones([features], device: device));
            var y = Functional.BatchNorm(input, gamma, beta, mean, variance, training: true);
            (y * y).Sum().Backward();
            return [.. y.ToArray(), .. mean.ToArray(), .. variance.ToArray(),
                .. input.Grad!.ToArray(), .. gamma.Grad!.ToArray(), .. beta.Grad!.ToArray()];
        });
    }

    [Fact]
    public void A_single_row_has_no_variance_to_train_on()
    {
        using var scope = Tape.Scope();
        Tensor Vector() => Tensor.Ones([3], device: Device.Cpu);
        var x = Tensor.Zeros([1, 3], device: Device.Cpu);
        Assert.Throws<ShapeMismatchException>(
            () => Functional.BatchNorm(x, Vector(), Vector(), Vector(), Vector(), training: true));
        Assert.Throws<ShapeMismatchException>(
            () => Functional.BatchNorm(
                x, Tensor.Ones([4], device: Device.Cpu), Vector(), Vector(), Vector(), training: false));
    }
}
