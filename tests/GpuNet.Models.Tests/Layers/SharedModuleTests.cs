using GpuNet.Kernels;
using GpuNet.Models.Persistence;
using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Layers;

/// <summary>A module that stands in a model twice is one: its parameters are trained, counted and penalized once.</summary>
public sealed class SharedModuleTests
{
    private const int Size = 3;

    [Fact]
    public void Parameters_and_buffers_are_there_once_under_their_first_name()
    {
        var (model, _) = Tied();
        Assert.Equal(["0.weight", "0.bias", "2.weight", "2.bias"], model.NamedParameters.Select(parameter => parameter.Name));
        Assert.Equal(["2.running_mean", "2.running_var"], model.NamedBuffers.Select(buffer => buffer.Name));
    }

    [Fact]
    public void Gradients_of_both_places_add_up_and_a_step_takes_them_once()
    {
        using var scope = Tape.Scope();
        var layer = new Linear(Size, Size, new Generator(seed: 1), dtype: DType.Float64);
        var model = new Sequential(layer, new Activation<Tanh>(), layer);
        double[] w = layer.Weight.ToArray<double>(), b = layer.Bias!.ToArray<double>(), x = [0.5, -1, 2];
        var optimizer = new Sgd(model.Parameters, learningRate: 1);
        model.Forward(Tensor.From<double>(x, [1, Size])).Sum().Backward();
        // z = W x + b, h = tanh z, y = W h + b: dW = 1 hT + (WT 1 * h') xT.
        var h = Enumerable.Range(0, Size).Select(i => Math.Tanh(b[i] + Enumerable.Range(0, Size).Sum(j => w[i * Size + j] * x[j]))).ToArray();
        var dz = Enumerable.Range(0, Size).Select(i => (1 - h[i] * h[i]) * Enumerable.Range(0, Size).Sum(k => w[k * Size + i])).ToArray();
        double[] expected = [.. w.Select((_, i) => h[i % Size] + dz[i / Size] * x[i % Size])];
        Near.AssertWithin(1e-12, 1e-12, expected, layer.Weight.Grad!.ToArray<double>());
        optimizer.Step();
        Near.AssertWithin(1e-12, 1e-12, [.. w.Zip(expected, (a, g) => a - g)], layer.Weight.ToArray<double>());
    }

    [Fact]
    public void A_penalty_counts_them_once()
    {
        using var scope = Tape.Scope();
        var (model, layer) = Tied();
        Assert.Equal(
            new L2Regularizer(0.1).Penalty(layer).Item(),
            new L2Regularizer(0.1).Penalty(new Sequential(layer, new Activation<Tanh>(), layer)).Item());
        Assert.True(model.IsTraining);
    }

    [Fact]
    public void A_summary_counts_each_run_and_the_parameters_once_and_leaves_modes_alone()
    {
        var (model, layer) = Tied();
        ((Module)model[2]).Evaluate();
        var summary = ModelSummary.Of(model, [2, Size]);
        Assert.Equal(["0", "1", "2", "0", "2", ""], summary.Layers.Select(row => row.Name));
        Assert.Equal(layer.Parameters.Sum(parameter => parameter.Count) + 2 * Size, summary.Parameters);
        // A linear layer and batch normalization twice, tanh once.
        Assert.Equal(2 * (2 * (2 * Size * Size + Size)) + 2 * Size + 2 * (4 * 2 * Size), summary.Operations);
        Assert.Equal(5 * 2 * Size * sizeof(float), summary.ActivationBytes);
        Assert.Equal([true, true, false], model.Take(3).Select(part => part.IsTraining));
        Assert.True(model.IsTraining);
    }

    [Fact]
    public void A_checkpoint_has_it_under_both_names_as_torch_does()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "model.safetensors");
        var ((model, layer), (other, otherLayer)) = (Tied(seed: 1), Tied(seed: 2));
        ModelFile.Save(model, path);
        using (var file = SafetensorsFile.Open(path))
            Assert.Equal(file.ReadSingles("0.weight"), file.ReadSingles("3.weight"));
        ModelFile.Load(other, path);
        Assert.Equal(layer.Weight.ToArray(), otherLayer.Weight.ToArray());
    }

    private static (Sequential Model, Linear Layer) Tied(ulong seed = 1)
    {
        var layer = new Linear(Size, Size, new Generator(seed));
        var norm = new BatchNorm1d(Size);
        return (new Sequential(layer, new Activation<Tanh>(), norm, layer, norm), layer);
    }
}
