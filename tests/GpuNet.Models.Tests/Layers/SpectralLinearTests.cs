using GpuNet.Models.Persistence;
using GpuNet.Models.Tests.Optimizers;
using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Layers;

/// <summary>Training a spectrally normalized layer as PyTorch does: make_spectral_norm.py made the files.</summary>
public sealed class SpectralLinearTests
{
    private static readonly string Fixtures = Path.Combine(AppContext.BaseDirectory, "Layers", "Fixtures");

    [Theory]
    [EveryDevice]
    public void Passes_are_torchs(string id) => Follow(id, "spectral", hasBias: true);

    [Theory]
    [EveryDevice]
    public void Passes_without_a_bias_are_torchs(string id) => Follow(id, "spectral_without_bias", hasBias: false);

    private static void Follow(string id, string name, bool hasBias)
    {
        var device = Device.Parse(id);
        var layer = new SpectralLinear(6, 4, new Generator(seed: 1), hasBias, device: device);
        ModelFile.Load(layer, Path.Combine(Fixtures, $"{name}_layer.safetensors"));
        var optimizer = new Sgd(layer.Parameters, learningRate: 0.1);
        using var file = SafetensorsFile.Open(Path.Combine(Fixtures, $"{name}_passes.safetensors"));
        float[][] inputs = [.. Array.ConvertAll(OptimizerProblem.ReadDoubles(file, "inputs"), value => (float)value).Chunk(8 * 6)];
        var outputs = new List<float>();

        foreach (float[] input in inputs)
        {
            using var scope = Tape.Scope();
            optimizer.ZeroGrad();
            var y = layer.Forward(Tensor.From<float>(input, [8, 6], device));
            y.Square().Mean().Backward();
            optimizer.Step();
            outputs.AddRange(y.ToArray());
        }

        layer.Evaluate();
        outputs.AddRange(layer.Forward(Tensor.From<float>(inputs[0], [8, 6], device)).ToArray());
        Near.AssertWithin(1e-5, 1e-6, OptimizerProblem.ReadDoubles(file, "outputs"), outputs.ToArray());
        Near.AssertWithin(1e-5, 1e-6, OptimizerProblem.ReadDoubles(file, "weight"), layer.Weight.ToArray());
    }
}
