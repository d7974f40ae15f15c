using GpuNet.Models.Persistence;
using GpuNet.Models.Tests.Optimizers;
using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Layers;

/// <summary>Layer, RMS and group normalization as PyTorch computes them: make_normalization.py made the file.</summary>
public sealed class NormalizationTests
{
    private static readonly string Fixture =
        Path.Combine(AppContext.BaseDirectory, "Layers", "Fixtures", "normalization.safetensors");

    private static readonly Dictionary<string, Func<Device, Module>> Cases = new()
    {
        ["layer"] = device => new LayerNorm([7], device: device),
        ["layer_long"] = device => new LayerNorm([130], device: device),
        ["layer_dimensions"] = device => new LayerNorm([5, 30], device: device),
        ["layer_plain"] = device => new LayerNorm([7], elementwiseAffine: false, device: device),
        ["layer_epsilon"] = device => new LayerNorm([7], epsilon: 0.5, device: device),
        ["rms"] = device => new RmsNorm([7], device: device),
        ["rms_long"] = device => new RmsNorm([130], epsilon: 1e-3, device: device),
        ["group"] = device => new GroupNorm(3, 12, device: device),
        ["group_of_one"] = device => new GroupNorm(1, 70, device: device),
        ["group_images"] = device => new GroupNorm(2, 4, device: device),
        ["group_long"] = device => new GroupNorm(2, 6, device: device),
        ["group_plain"] = device => new GroupNorm(4, 12, affine: false, device: device),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Values_and_gradients_are_torchs(string name)
    {
        using var file = SafetensorsFile.Open(Fixture);
        Parity.AssertOnAllDevices(device =>
        {
            using var scope = Tape.Scope();
            var layer = Cases[name](device);
            foreach (var (key, parameter) in layer.NamedParameters)
                parameter.CopyFrom<float>(file.ReadSingles($"{name}.{key}"));
            var x = Read("x", device);
            x.RequiresGrad = true;
            var y = layer.Forward(x);
            (y * Read("dy", device)).Sum().Backward();

            List<float> all = [.. Checked("y", y), .. Checked("dx", x.Grad!)];
            foreach (var (key, parameter) in layer.NamedParameters)
                all.AddRange(Checked($"d{key}", parameter.Grad!));
            return [.. all];
        });

        Tensor Read(string key, Device device) => Tensor.From<float>(
            file.ReadSingles($"{name}.{key}"), [.. file[$"{name}.{key}"].Shape.Select(extent => (int)extent)], device);

        float[] Checked(string key, Tensor tensor)
        {
            Near.AssertWithin(1e-5, 3e-6, OptimizerProblem.ReadDoubles(file, $"{name}.{key}"), tensor.ToArray());
            return tensor.ToArray();
        }
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
        Assert.Equal("epsilon", Assert.Throws<ArgumentOutOfRangeException>(() => new LayerNorm([3], epsilon: 0)).ParamName);
        var error = Assert.Throws<ShapeMismatchException>(() => new LayerNorm([3]).Forward(Tensor.Zeros([2, 4])));
        Assert.Contains("LayerNorm", error.Message, StringComparison.Ordinal);
        Assert.Contains("[2, 4]", error.Message, StringComparison.Ordinal);
        Assert.Throws<ShapeMismatchException>(() => new GroupNorm(2, 4).Forward(Tensor.Zeros([2, 6])));
    }
}
