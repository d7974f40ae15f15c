using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Operations;

public class LossTests
{
    [Theory, EveryDevice]
    public void Mean_squared_error_agrees_with_its_definition(string id)
    {
        var (a, b) = (Samples.Uniform(35, seed: 1), Samples.Uniform(35, seed: 2));
        var device = Device.Parse(id);
        using var scope = Tape.Scope();
        var loss = Functional.MeanSquaredError(
            Tensor.From<float>(a, [7, 5], device), Tensor.From<float>(b, [7, 5], device));
        Near.AssertWithin(
            1e-6, 0, [a.Zip(b).Average(pair => Math.Pow((double)pair.First - pair.Second, 2))], loss.ToArray());
    }

    [Theory, EveryDevice]
    public void Binary_cross_entropy_agrees_with_its_definition_and_stays_finite(string id)
    {
        var device = Device.Parse(id);
        float[] logits = [-2, 0, 0.5f, 3, 10], targets = [0, 1, 0.25f, 1, 0];
        var expected = logits.Zip(targets).Average(pair =>
        {
            var p = 1 / (1 + Math.Exp(-pair.First));
            return -(pair.Second * Math.Log(p) + (1 - pair.Second) * Math.Log(1 - p));
        });
        using var scope = Tape.Scope();
        var loss = Functional.BinaryCrossEntropyWithLogits(
            Tensor.From<float>(logits, device), Tensor.From<float>(targets, device));
        Near.AssertWithin(1e-6, 0, [expected], loss.ToArray());

        var extreme = Functional.BinaryCrossEntropyWithLogits(
            Tensor.From<float>([1e4f, -1e4f], device), Tensor.From<float>([1f, 0f], device));
        Assert.Equal(0.0, extreme.Item());
    }

    [Theory]
    [EveryDevice(7, 3)]
    [EveryDevice(5, 70)]
    public void Cross_entropy_agrees_with_its_definition(string id, int rows, int classes)
    {
        var device = Device.Parse(id);
        var logits = Samples.Uniform(rows * classes, seed: 3, -5, 5);
        var labels = Samples.Labels(rows, classes, seed: 4);
        var expected = logits.Chunk(classes).Select(
            (row, i) => -Reference.LogSoftmax(Samples.Widen(row))[labels[i]]).Average();
        using var scope = Tape.Scope();
        var loss = Functional.CrossEntropy(
            Tensor.From<float>(logits, [rows, classes], device), Tensor.From<int>(labels, device));
        Near.AssertWithin(2e-6, 0, [expected], loss.ToArray());
    }

    [Theory, EveryDevice]
    public void Gradients_agree_with_central_differences(string id)
    {
        var device = Device.Parse(id);
        double[] logits = Samples.UniformDoubles(12, seed: 5), targets = Samples.UniformDoubles(12, seed: 6, 0.1, 0.9);
        Gradients.AssertRight(
            device, [logits, targets], [[3, 4], [3, 4]], x => Functional.MeanSquaredError(x[0], x[1]));
        Gradients.AssertRight(
            device, [logits, targets], [[3, 4], [3, 4]], x => Functional.BinaryCrossEntropyWithLogits(x[0], x[1]));
        using var scope = Tape.Scope();
        var labels = Tensor.From<int>([3, 0, 2], device);
        Gradients.AssertRight(device, [logits], [[3, 4]], x => Functional.CrossEntropy(x[0], labels));
    }

    [Theory]
    [EveryDevice(5, 4)]
    [EveryDevice(3, 70)]
    public void The_gradient_of_cross_entropy_is_the_softmax_less_the_label_whatever_follows(
        string id, int rows, int classes)
    {
        var device = Device.Parse(id);
        var values = Samples.Uniform(rows * classes, seed: 7, -5, 5);
        var labels = Samples.Labels(rows, classes, seed: 8);
        var expected = values.Chunk(classes).SelectMany(
            (row, r) => Reference.LogSoftmax(Samples.Widen(row)).Select(
                (logP, c) => (Math.Exp(logP) - (c == labels[r] ? 1 : 0)) / rows)).ToArray();
        using var scope = Tape.Scope();
        var alone = Gradient(loss => loss.Backward());
        Near.AssertWithin(1e-5, 1e-7, expected, alone);
        Parity.AssertSameBits(alone, Gradient(loss => loss.Backward(Tensor.Ones([], device: device))));
        Parity.AssertSameBits(alone, Gradient(loss => (loss + Tensor.Ones([], device: device)).Backward()));
        Near.AssertWithin(1e-5, 1e-7, [.. expected.Select(d => -3 * d)], Gradient(loss => (loss * -3).Backward()));

        float[] Gradient(Action<Tensor> backward)
        {
            var logits = Tensor.From<float>(values, [rows, classes], device);
            logits.RequiresGrad = true;
            backward(Functional.CrossEntropy(logits, Tensor.From<int>(labels, device)));
            return logits.Grad!.ToArray();
        }
    }

    [Theory, EveryDevice]
    public void Penalties_agree_with_their_definitions_and_gradients_with_differences(string id)
    {
        var device = Device.Parse(id);
        var weights = Samples.Uniform(1000, seed: 7);
        using (Tape.Scope())
        {
            var w = Tensor.From<float>(weights, [10, 100], device);
            double[] absolute = [(double)0.1f * weights.Sum(v => Math.Abs((double)v))];
            double[] squared = [(double)0.1f / 2 * weights.Sum(v => (double)v * v)];
            Near.AssertWithin(1e-5, 0, absolute, Functional.L1Penalty(w, 0.1f).ToArray());
            Near.AssertWithin(1e-5, 0, squared, Functional.L2Penalty(w, 0.1f).ToArray());
        }
        double[] few = [0.5, -1.5, 2.0, -0.25];
        Gradients.AssertRight(device, [few], [[2, 2]], x => Functional.L1Penalty(x[0], 0.25f) * 3);
        Gradients.AssertRight(device, [few], [[2, 2]], x => Functional.L2Penalty(x[0], 0.25f) * 3);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused_rather_than_broadcast()
    {
        using var scope = Tape.Scope();
        var logits = Tensor.Zeros([4, 3], device: Device.Cpu);
        Assert.Throws<ShapeMismatchException>(
            () => Functional.MeanSquaredError(logits, Tensor.Zeros([4, 1], device: Device.Cpu)));
        Assert.Throws<ShapeMismatchException>(
            () => Functional.CrossEntropy(logits, Tensor.From<int>([1, 2], Device.Cpu)));
        Assert.Throws<DTypeNotSupportedException>(
            () => Functional.CrossEntropy(logits, Tensor.Zeros([4], device: Device.Cpu)));
    }
}
