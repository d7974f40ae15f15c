using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Training;

/// <summary>How many launches, copies and fills a training step takes: no more than are accounted for here.</summary>
public class LaunchCountTests
{
    // Forward: three products, which apply bias and activation; loss with gradient, mean. Backward: two activations,
    // two gradients of inputs, three of weights, three of biases. Then the step is counted, and all parameters are
    // moved.
    private const int Essential = 3 + 2 + 2 + 2 + 3 + 3 + 2;

    [Theory]
    [EveryDevice]
    public void A_step_of_a_three_layer_perceptron(string id) => Check(id, new(784, [512, 256], 10), Essential, onProcessors: 0);

    // Each dropout draws where its mask begins; the products drop, the backward launches of the activations, too.
    // The processor's packed products drop in a pass of their own.
    [Theory]
    [EveryDevice]
    public void A_step_with_dropout(string id) =>
        Check(id, new(784, [512, 256], 10) { Dropout = 0.5 }, Essential + 2, onProcessors: 2);

    /// <summary>Small and large ones, upright, wide and square, of odd sides, with rows 4 KB apart, and of one row or column.</summary>
    private static readonly (int Rows, int Columns)[] Matrices =
        [(12, 9), (9, 31), (1, 5), (5, 1), (7, 7), (163, 161), (65, 1024), (1024, 65), (171, 301), (200, 200)];

    [Theory]
    [EveryDevice]
    public void A_step_of_Muon_is_as_many_launches_for_many_matrices_as_for_few(string id)
    {
        // In debug mode, every multiplication is a call.
        var shapes = id == "cpu:debug" ? Matrices[..5] : Matrices;
        var lengths = new[] { 1, 3 }.Select(times =>
        {
            var device = Device.Parse(id);
            using var scope = Tape.Scope();
            Tensor[] matrices =
            [
                .. from time in Enumerable.Range(0, times)
                   from shape in shapes
                   let values = Samples.Uniform(shape.Rows * shape.Columns, seed: shape.Rows)
                   select Tensor.From<float>(values, [shape.Rows, shape.Columns], device).Keep(),
            ];
            foreach (var matrix in matrices)
                matrix.RequiresGrad = true;
            var optimizer = new Muon(matrices, iterations: 1);
            foreach (var matrix in matrices)
                matrix.Square().Sum().Backward();
            using var step = PreparedStep.Record(device, optimizer.Step);
            // The same matrices move alike, whatever others there are.
            foreach (var (first, second) in matrices.Zip(matrices.Skip(shapes.Length)))
                Parity.AssertSameBits(first.ToArray(), second.ToArray());
            return step.Length;
        });
        Assert.Single(lengths.Distinct());
    }

    private static void Check(string id, MultilayerPerceptron net, int essential, int onProcessors)
    {
        var device = Device.Parse(id);
        var model = net.Build(new Generator(seed: 1), device);
        var optimizer = new Adam(model.Parameters, learningRate: 1e-3);
        var loss = new CrossEntropyLoss();
        var x = Tensor.From<float>(Samples.Uniform(128 * 784, seed: 1), [128, 784], device).Keep();
        var labels = Tensor.From<int>(Samples.Labels(128, 10, seed: 2), device).Keep();
        using var step = PreparedStep.Record(device, () =>
        {
            optimizer.ZeroGrad();
            loss.Forward(model.Forward(x), labels).Backward();
            optimizer.Step();
        });

        // Products on processors pack an operand first, the gradients of weights both; but not the two small ones of
        // the last layer's gradients.
        var preparations = device.IsProcessor ? 3 + 1 + 2 * 2 + onProcessors : 0;
        // On GPUs the launch that goes back through an activation sums for the bias, too.
        if (!device.IsProcessor)
            essential -= 2;
        Assert.InRange(step.Length, essential, essential + preparations);
    }
}
