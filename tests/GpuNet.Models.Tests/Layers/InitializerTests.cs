using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Layers;

public sealed class InitializerTests
{
    private const int FanIn = 300;
    private const int FanOut = 100;

    /// <summary>An initializer, whether it is normal, and its bound or deviation by the formula of its paper.</summary>
    public static TheoryData<string, bool, double> Expectations => new()
    {
        { "xavier uniform", false, Math.Sqrt(6.0 / 400) },
        { "xavier normal", true, Math.Sqrt(2.0 / 400) },
        { "he uniform", false, Math.Sqrt(6.0 / 300) },
        { "he normal", true, Math.Sqrt(2.0 / 300) },
        { "he normal, leaky", true, Math.Sqrt(2.0 / (1.04 * 300)) },
        { "torch", false, 1 / Math.Sqrt(300) },
    };

    private static Initializer Named(string name) => name switch
    {
        "xavier uniform" => Initializer.XavierUniform(),
        "xavier normal" => Initializer.XavierNormal(),
        "he uniform" => Initializer.HeUniform(),
        "he normal" => Initializer.HeNormal(),
        "he normal, leaky" => Initializer.HeNormal(slope: 0.2),
        _ => Initializer.TorchLinear,
    };

    [Theory]
    [MemberData(nameof(Expectations))]
    public void Weights_have_the_width_of_the_formula(string name, bool isNormal, double width)
    {
        float[] weights = Named(name).Create([FanOut, FanIn], FanIn, FanOut, new Generator(seed: 7), Device.Cpu).ToArray();

        double mean = weights.Average(w => (double)w);
        double deviation = Math.Sqrt(weights.Average(w => (w - mean) * (w - mean)));
        double expected = isNormal ? width : width / Math.Sqrt(3);
        // 30,000 draws: the mean's standard error is deviation/173, the deviation's less than deviation/240. Five of them.
        Assert.InRange(mean, -5 * expected / 173, 5 * expected / 173);
        Assert.InRange(deviation, expected * (1 - (5.0 / 240)), expected * (1 + (5.0 / 240)));
        if (!isNormal)
            Assert.All(weights, w => Assert.InRange(w, -width * 1.000001, width * 1.000001));
    }

    [Theory]
    [EveryDevice]
    public void A_layer_starts_with_the_same_bits_on_every_device(string device)
    {
        var here = new Linear(64, 32, new Generator(seed: 1), device: Device.Parse(device));
        var reference = new Linear(64, 32, new Generator(seed: 1), device: Device.Parse("cpu:debug"));

        Assert.Equal(reference.Weight.ToArray(), here.Weight.ToArray());
        Assert.Equal(reference.Bias!.ToArray(), here.Bias!.ToArray());
    }

    [Fact]
    public void A_bias_starts_as_torch_does_it_or_at_0()
    {
        var torch = new Linear(100, 1000, new Generator(seed: 1));
        Assert.All(torch.Bias!.ToArray(), b => Assert.InRange(b, -0.1f, 0.1f));
        Assert.Contains(torch.Bias!.ToArray(), b => Math.Abs(b) > 0.05f);
        var other = new Linear(100, 10, new Generator(seed: 1), weightInitializer: Initializer.HeNormal());
        Assert.All(other.Bias!.ToArray(), b => Assert.Equal(0, b));
    }
}
