using GpuNet.Kernels;

namespace GpuNet.Models.Tests.Layers;

/// <summary>Summaries against numbers worked out by hand.</summary>
public sealed class ModelSummaryTests
{
    [Fact]
    public void Shapes_parameters_operations_and_memory_are_those_of_the_formulas()
    {
        var random = new Generator(seed: 1);
        var model = new Sequential(
            new Linear(20, 30, random), new BatchNorm1d(30), new Activation<Relu>(), new Dropout(0.5, random),
            new Residual(new Linear(30, 30, random, hasBias: false)), new Linear(30, 4, random));
        var summary = ModelSummary.Of(model, [8, 20], new Adam(model.Parameters));

        Assert.Equal(["0", "1", "2", "3", "4.inner", "4", "5", ""], summary.Layers.Select(layer => layer.Name));
        Assert.Equal(
            ["Linear", "BatchNorm1d", "Activation<Relu>", "Dropout", "Linear", "Residual", "Linear", "Sequential"],
            summary.Layers.Select(layer => layer.Type));
        Assert.Equal([8, 4], summary.Layers[6].OutputShape.ToArray());
        Assert.Equal(
            [20 * 30 + 30, 2 * 30, 0, 0, 30 * 30, 0, 30 * 4 + 4, 0], summary.Layers.Select(layer => layer.Parameters));
        // A product and a sum for each weight and row, a bias each, 4 for batch normalization, 1 for an element's op or sum.
        Assert.Equal(
            [8 * (2 * 20 * 30 + 30), 8 * 30 * 4, 8 * 30, 0, 8 * 2 * 30 * 30, 8 * 30, 8 * (2 * 30 * 4 + 4), 0],
            summary.Layers.Select(layer => layer.Operations));
        Assert.Equal(
            [8 * 30 * 4, 8 * 30 * 4, 8 * 30 * 4, 0, 8 * 30 * 4, 8 * 30 * 4, 8 * 4 * 4, 0], summary.Layers.Select(layer => layer.ActivationBytes));

        const long Parameters = 630 + 60 + 900 + 124;
        Assert.Equal(Parameters, summary.Parameters);
        Assert.Equal(4 * Parameters, summary.ParameterBytes);
        Assert.Equal(4 * Parameters, summary.GradientBytes);
        Assert.InRange(summary.OptimizerBytes, 2 * 4 * Parameters, 2 * 4 * (Parameters + 64 * 6)); // parameters begin at boundaries
        Assert.Equal(summary.ParameterBytes + summary.GradientBytes + summary.OptimizerBytes + summary.ActivationBytes, summary.TotalBytes);
        Assert.True(model.IsTraining);
    }

    [Fact]
    public void It_is_a_table()
    {
        var model = new Sequential(new Linear(784, 1000, new Generator(seed: 1)), new Activation<Relu>());
        string[] lines = ModelSummary.Of(model, [64, 784]).ToString().Split(Environment.NewLine);
        Assert.Equal("Layer  Type              Output      Parameters        FLOPs  Output memory", lines[0]);
        Assert.Equal("0      Linear            [64, 1000]     785,000  100,416,000     250.00 KiB", lines[2]);
        Assert.Equal("       Total                            785,000  100,480,000     500.00 KiB", lines[^2]);
        Assert.Contains("parameters 2.99 MiB, gradients 2.99 MiB, optimizer 0 B", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Embeddings_take_indices_and_normalization_counts_by_element()
    {
        var random = new Generator(seed: 1);
        var model = new Sequential(new Embedding(10, 4, random), new Flatten(), new LayerNorm([12]), new RmsNorm([12]), new Bilinear(5, 7, 2, random));
        var summary = ModelSummary.Of(model, [6, 3], inputType: DType.Int32);
        Assert.Equal([6, 12], summary.Layers[1].OutputShape.ToArray());
        Assert.Equal([0, 0, 6 * 12 * 8, 6 * 12 * 4, 6 * (2 * 5 * 7 * 2 + 2 * 5 * 2 + 2), 0], summary.Layers.Select(layer => layer.Operations));
        Assert.Throws<ShapeMismatchException>(() => ModelSummary.Of(new Linear(3, 2, random), [6, 4]));
    }
}
