using GpuNet.Models.Persistence;
using GpuNet.Models.Tests.Optimizers;
using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Layers;

/// <summary>Bilinear layers and embeddings as PyTorch computes them: make_layers.py made the file.</summary>
public sealed class TorchLayerTests : IDisposable
{
    private static readonly string Fixture = Path.Combine(AppContext.BaseDirectory, "Layers", "Fixtures", "layers.safetensors");

    private readonly SafetensorsFile _file = SafetensorsFile.Open(Fixture);

    public void Dispose() => _file.Dispose();

    [Fact]
    public void A_bilinear_layer_is_torchs() => Parity.AssertOnAllDevices(device =>
    {
        using var scope = Tape.Scope();
        var layer = new Bilinear(4, 3, 5, new Generator(seed: 1), device: device);
        Assert.Equal(["weight", "bias"], layer.NamedParameters.Select(parameter => parameter.Name));
        layer.Weight.CopyFrom<float>(Singles("bilinear.weight"));
        layer.Bias!.CopyFrom<float>(Singles("bilinear.bias"));
        var first = Tensor.From<float>(Singles("bilinear.first"), [6, 4], device);
        var second = Tensor.From<float>(Singles("bilinear.second"), [6, 3], device);
        first.RequiresGrad = second.RequiresGrad = true;
        var y = layer.Forward(first, second);
        (y * Tensor.From<float>(Singles("bilinear.dy"), [6, 5], device)).Sum().Backward();
        Parity.AssertSameBits(y.ToArray(), layer.Forward(Functional.Concatenate([first, second], axis: 1)).ToArray());
        return
        [
            .. Checked("bilinear.y", y), .. Checked("bilinear.dfirst", first.Grad!), .. Checked("bilinear.dsecond", second.Grad!),
            .. Checked("bilinear.dweight", layer.Weight.Grad!), .. Checked("bilinear.dbias", layer.Bias!.Grad!),
        ];
    });

    [Fact]
    public void An_embedding_is_torchs_and_its_padding_is_not_trained() => Parity.AssertOnAllDevices(device =>
    {
        using var scope = Tape.Scope();
        var layer = new Embedding(7, 3, new Generator(seed: 1), paddingIndex: 2, device);
        Assert.Equal([0f, 0f, 0f], layer.Weight[2..3].ToArray());
        layer.Weight.CopyFrom<float>(Singles("embedding.weight"));
        var y = layer.Forward(Tensor.From<int>([1, 2, 6, 1, 0, 1, 2, 5], [2, 4], device));
        Assert.Equal([2, 4, 3], y.Shape.ToArray());
        (y * Tensor.From<float>(Singles("embedding.dy"), [2, 4, 3], device)).Sum().Backward();
        return [.. Checked("embedding.y", y), .. Checked("embedding.dweight", layer.Weight.Grad!)];
    });

    [Theory]
    [InlineData("embedding_scaled")]
    [InlineData("embedding_short")]
    [InlineData("embedding_short_sums")]
    public void Options_of_embeddings_are_torchs(string name) => Parity.AssertOnAllDevices(device =>
    {
        using var scope = Tape.Scope();
        var random = new Generator(seed: 1);
        var layer = name switch
        {
            "embedding_scaled" => new Embedding(7, 3, random, paddingIndex: 2, device: device, scaleGradientByFrequency: true),
            "embedding_short" => new Embedding(7, 3, random, device: device, maxNorm: 1.25),
            _ => new Embedding(7, 3, random, device: device, maxNorm: 1.5, normOrder: 1),
        };
        layer.Weight.CopyFrom<float>(Singles($"{name}.start"));
        var y = layer.Forward(Tensor.From<int>([1, 2, 6, 1, 0, 1, 2, 5], [2, 4], device));
        (y * Tensor.From<float>(Singles($"{name}.dy"), [2, 4, 3], device)).Sum().Backward();
        return
        [
            .. Checked($"{name}.y", y), .. Checked($"{name}.weight", layer.Weight), .. Checked($"{name}.dweight", layer.Weight.Grad!),
        ];
    });

    [Fact]
    public void Shapes_and_arguments_that_do_not_fit_are_named()
    {
        var random = new Generator(seed: 1);
        Assert.Throws<ShapeMismatchException>(() => new Bilinear(4, 3, 5, random).Forward(Tensor.Zeros([2, 6])));
        Assert.Throws<ShapeMismatchException>(() => new Bilinear(4, 3, 5, random).Forward(Tensor.Zeros([2, 4]), Tensor.Zeros([1, 3])));
        Assert.Equal("paddingIndex", Assert.Throws<ArgumentOutOfRangeException>(() => new Embedding(3, 2, random, 3)).ParamName);
        Assert.Throws<DTypeNotSupportedException>(() => new Embedding(3, 2, random).Forward(Tensor.Zeros([2])));
    }

    private float[] Singles(string name) => _file.ReadSingles(name);

    private float[] Checked(string name, Tensor tensor)
    {
        Near.AssertWithin(1e-5, 2e-6, OptimizerProblem.ReadDoubles(_file, name), tensor.ToArray());
        return tensor.ToArray();
    }
}
