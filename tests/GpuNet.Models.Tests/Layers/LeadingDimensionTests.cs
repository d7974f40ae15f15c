using GpuNet.Kernels;
using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Layers;

/// <summary>Layers of the last dimension take any dimensions before it: to the bits of the same rows in a matrix.</summary>
public sealed class LeadingDimensionTests
{
    private const int Inputs = 12;

    private static readonly Dictionary<string, Func<Device, Module>> Layers = new()
    {
        ["linear"] = device => new Linear(Inputs, 9, Random, device: device),
        ["linear_without_bias"] = device => new Linear(Inputs, 9, Random, hasBias: false, device: device),
        ["linear_relu"] = device => new Sequential(new Linear(Inputs, 9, Random, device: device), new Activation<Relu>()),
        ["linear_gelu_dropout"] = device => new Sequential(
            new Linear(Inputs, 9, Random, device: device), new Activation<Gelu>(), new Dropout(0.5, Random)),
        ["linear_relu_dropout"] = device => new Sequential(
            new Linear(Inputs, 9, Random, device: device), new Activation<Relu>(), new Dropout(0.5, Random)),
        ["residual"] = device => new Residual(new Linear(Inputs, Inputs, Random, device: device)),
        ["bilinear"] = device => new Bilinear(5, 7, 4, Random, device: device),
        ["spectral"] = device => new SpectralLinear(Inputs, 9, Random, device: device),
    };

    private static Generator Random => new(seed: 3);

    public static TheoryData<string> Names => new(Layers.Keys);

    [Theory, MemberData(nameof(Names))]
    public void Rows_may_lie_in_several_dimensions(string name) => Parity.AssertOnAllDevices(device =>
    {
        float[] values = Samples.Uniform(6 * Inputs, seed: 1);
        var expected = Run([6, Inputs]);
        Parity.AssertSameBits(expected.Values, Run([2, 3, Inputs]).Values);
        Parity.AssertSameBits(expected.Values, Run([1, 2, 1, 3, Inputs]).Values);
        Assert.Equal([2, 3, expected.Shape[^1]], Run([2, 3, Inputs]).Shape);
        Assert.Equal([expected.Shape[^1]], Run([Inputs]).Shape);
        Assert.Equal([2, 0, expected.Shape[^1]], Run([2, 0, Inputs]).Shape);
        return expected.Values;

        (float[] Values, int[] Shape) Run(Shape shape)
        {
            using var scope = Tape.Scope();
            var layer = Layers[name](device);
            var x = Tensor.From<float>(values.AsSpan(0, shape.Count), shape, device);
            x.RequiresGrad = true;
            var y = layer.Forward(x);
            (y * y).Sum().Backward();
            return ([.. y.ToArray(), .. x.Grad!.ToArray(), .. layer.Parameters.SelectMany(parameter => parameter.Grad!.ToArray())], y.Shape.ToArray());
        }
    });

    [Fact]
    public void What_does_not_fit_is_named_as_it_came()
    {
        foreach (var layer in (Module[])[new Linear(3, 2, Random), new SpectralLinear(3, 2, Random), new Bilinear(1, 2, 2, Random)])
        {
            var message = Assert.Throws<ShapeMismatchException>(() => layer.Forward(Tensor.Zeros([2, 5, 4]))).Message;
            Assert.Contains("[2, 5, 4]", message, StringComparison.Ordinal);
            Assert.Contains("[...,", message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1, -1, new[] { 2, 60 })]
    [InlineData(0, -1, new[] { 120 })]
    [InlineData(0, 1, new[] { 6, 4, 5 })]
    [InlineData(1, 2, new[] { 2, 12, 5 })]
    [InlineData(-2, -1, new[] { 2, 3, 20 })]
    [InlineData(2, 2, new[] { 2, 3, 4, 5 })]
    public void Flatten_joins_the_dimensions_that_it_is_told(int start, int end, int[] expected)
    {
        var y = new Flatten(start, end).Forward(Tensor.Zeros([2, 3, 4, 5]));
        Assert.Equal(expected, y.Shape.ToArray());
        Assert.Throws<ShapeMismatchException>(() => new Flatten(2, 1).Forward(Tensor.Zeros([2, 3, 4, 5])));
        Assert.Throws<ShapeMismatchException>(() => new Flatten(1, 2).Forward(Tensor.Zeros([2, 3])));
        Assert.Equal([0, 6], new Flatten().Forward(Tensor.Zeros([0, 2, 3])).Shape.ToArray());
    }
}
