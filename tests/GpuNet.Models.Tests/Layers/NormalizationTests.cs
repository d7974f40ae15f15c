using GpuNet.Models.Persistence;
using GpuNet.Models.Tests.Optimizers;
using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Layers;

/// <summary>Normalization over several batches, as PyTorch computes it (make_normalization.py made the file); names and arguments.</summary>
public sealed class NormalizationTests
{
    private static readonly string Fixture =
        Path.Combine(AppContext.BaseDirectory, "Layers", "Fixtures", "normalization.safetensors");

    [Theory]
    [InlineData("batch", 0.1, true, true)]
    [InlineData("batch_momentum", 0.3, true, true)]
    [InlineData("batch_cumulative", null, true, true)]
    [InlineData("batch_plain", 0.1, false, true)]
    [InlineData("batch_untracked", 0.1, true, false)]
    [InlineData("batch_lines", 0.1, true, true, 7)]
    [InlineData("batch_lines_cumulative", null, true, true, 1)]
    public void Batches_in_training_and_in_use_are_torchs(string name, double? momentum, bool affine, bool tracks, int? length = null)
    {
        using var file = SafetensorsFile.Open(Fixture);
        Shape shape = length is { } l ? [6, 5, l] : [6, 5];
        float[][] batches = [.. file.ReadSingles($"{name}.x").Chunk(shape.Count)];
        Parity.AssertOnAllDevices(device =>
        {
            using var scope = Tape.Scope();
            var layer = new BatchNorm1d(5, momentum: momentum, affine: affine, trackRunningStatistics: tracks, device: device);
            foreach (var (key, parameter) in layer.NamedParameters)
                parameter.CopyFrom<float>(file.ReadSingles($"{name}.{key}"));
            List<float> outputs = [], gradients = [];
            for (int i = 0; i < batches.Length; i++)
            {
                if (i == 3)
                    layer.Evaluate();
                var x = Tensor.From<float>(batches[i], shape, device);
                x.RequiresGrad = true;
                var y = layer.Forward(x);
                (y * y * y).Sum().Backward();
                outputs.AddRange(y.ToArray());
                gradients.AddRange(x.Grad!.ToArray());
            }

            Near.AssertWithin(1e-5, 1e-5, OptimizerProblem.ReadDoubles(file, $"{name}.y"), outputs.ToArray());
            Near.AssertWithin(1e-5, 3e-5, OptimizerProblem.ReadDoubles(file, $"{name}.dx"), gradients.ToArray());
            Assert.Equal(tracks ? 3 : 0, layer.BatchesTracked);
            if (tracks)
            {
                Near.AssertWithin(1e-5, 0, OptimizerProblem.ReadDoubles(file, $"{name}.running_mean"), layer.RunningMean!.ToArray());
                Near.AssertWithin(1e-5, 0, OptimizerProblem.ReadDoubles(file, $"{name}.running_var"), layer.RunningVariance!.ToArray());
            }

            return [.. outputs, .. gradients];
        });
    }

    [Fact]
    public void A_cumulative_average_goes_on_where_a_checkpoint_ends()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "model.safetensors");
        var (first, second) = (new BatchNorm1d(2, momentum: null), new BatchNorm1d(2, momentum: null));
        first.Forward(Tensor.From<float>([1, 2, 3, 4], [2, 2]));
        ModelFile.Save(first, path);
        ModelFile.Load(second, path);
        foreach (var layer in (BatchNorm1d[])[first, second])
            layer.Forward(Tensor.From<float>([5, 7, 6, 9], [2, 2]));
        Near.AssertWithin(1e-6, 0, [(2 + 5.5) / 2, (3 + 8.0) / 2], second.RunningMean!.ToArray());
        Assert.Equal(first.RunningMean!.ToArray(), second.RunningMean!.ToArray());
    }

    [Fact]
    public void Names_are_torchs()
    {
        Assert.Equal(["weight", "bias"], new LayerNorm([3]).NamedParameters.Select(parameter => parameter.Name));
        Assert.Equal(["weight"], new LayerNorm([3], hasBias: false).NamedParameters.Select(parameter => parameter.Name));
        Assert.Equal(["weight"], new RmsNorm([3]).NamedParameters.Select(parameter => parameter.Name));
        Assert.Equal(["weight", "bias"], new GroupNorm(1, 3).NamedParameters.Select(parameter => parameter.Name));
    }

    [Fact]
    public void Bad_arguments_and_shapes_are_named()
    {
        Assert.Equal("channels", Assert.Throws<ArgumentException>(() => new GroupNorm(3, 10)).ParamName);
        Assert.Equal("epsilon", Assert.Throws<ArgumentOutOfRangeException>(() => new LayerNorm([3], epsilon: -1)).ParamName);
        var error = Assert.Throws<ShapeMismatchException>(() => new LayerNorm([3]).Forward(Tensor.Zeros([2, 4])));
        Assert.Contains("LayerNorm", error.Message, StringComparison.Ordinal);
        Assert.Contains("[2, 4]", error.Message, StringComparison.Ordinal);
        Assert.Throws<ShapeMismatchException>(() => new GroupNorm(2, 4).Forward(Tensor.Zeros([2, 6])));
    }
}
