using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Layers;

/// <summary>Layers of random numbers: what they draw, that they are quiet in use, and that steps with them can be prepared.</summary>
public sealed class NoiseLayerTests
{
    private const int Rows = 400;
    private const int Columns = 250;

    /// <summary>Means and variances of the output for inputs of mean 0 and variance 1; of the noise's own definition.</summary>
    private static readonly Dictionary<string, (Func<Generator, Module> Create, double Mean, double Variance)> Cases = new()
    {
        ["alpha_dropout"] = (random => new AlphaDropout(0.3, random), 0, 1),
        ["gaussian_noise"] = (random => new GaussianNoise(0.5, random), 0, 1 + 0.25),
        ["gaussian_dropout"] = (random => new GaussianDropout(0.2, random), 0, 1 + 0.25),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Mean_and_variance_are_those_of_the_definition(string name)
    {
        var (create, mean, variance) = Cases[name];
        var layer = create(new Generator(seed: 2));
        var x = new Generator(seed: 3).Normal([Rows, Columns]);
        double[] y = Samples.Widen(layer.Forward(x).ToArray());
        // 100,000 numbers: standard errors of about 0.0035 and 0.006; five of them.
        Assert.Equal(mean, y.Average(), 0.018);
        Assert.Equal(variance, y.Average(v => (v - mean) * (v - mean)), 0.03);

        layer.Evaluate();
        Assert.Same(x, layer.Forward(x));
    }

    [Fact]
    public void Alpha_dropout_has_the_two_values_of_the_paper()
    {
        const double P = 0.4, Limit = -1.7580993408473766;
        double a = 1 / Math.Sqrt(1 - P + Limit * Limit * P * (1 - P)), b = -a * P * Limit;
        float[] y = new AlphaDropout(P, new Generator(seed: 4)).Forward(Tensor.Full([10_000], 2)).ToArray();
        var (dropped, kept) = ((float)(a * Limit + b), (float)(a * 2 + b));
        Assert.All(y, v => Assert.True(Math.Abs(v - dropped) < 1e-5 || Math.Abs(v - kept) < 1e-5));
        Assert.Equal(P, y.Count(v => Math.Abs(v - dropped) < 1e-5) / 10_000.0, 0.025);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_are_prepared_and_devices_agree(string name) => Parity.AssertOnAllDevices(device =>
    {
        float[] Outputs(bool prepared)
        {
            var layer = Cases[name].Create(new Generator(seed: 5));
            var x = Tensor.From<float>(Samples.Uniform(6, seed: 6), [2, 3], device);
            x.RequiresGrad = true;
            Tensor? y = null;
            void Work()
            {
                x.ZeroGrad();
                y = layer.Forward(x).Keep();
                y.Square().Sum().Backward();
            }

            List<float> outputs = [];
            if (prepared)
            {
                using var step = PreparedStep.Record(device, Work);
                outputs.AddRange([.. y!.ToArray(), .. x.Grad!.ToArray()]);
                step.Run();
                outputs.AddRange([.. y.ToArray(), .. x.Grad!.ToArray()]);
                return [.. outputs];
            }

            for (int run = 0; run < 2; run++)
            {
                using var scope = Tape.Scope();
                Work();
                outputs.AddRange([.. y!.ToArray(), .. x.Grad!.ToArray()]);
            }

            return [.. outputs];
        }

        float[] code = Outputs(prepared: false);
        Assert.NotEqual(code[..6], code[12..18]);
        Parity.AssertSameBits(code, Outputs(prepared: true));
        return code;
    });

    [Theory]
    [MemberData(nameof(Names))]
    public void A_part_that_is_computed_again_draws_the_same(string name)
    {
        Parity.AssertSameBits(Bits(recompute: false), Bits(recompute: true));

        float[] Bits(bool recompute)
        {
            using var scope = Tape.Scope();
            var random = new Generator(seed: 8);
            var model = new Sequential(
                new Linear(16, 16, new Generator(seed: 9)), new BatchNorm1d(16), Cases[name].Create(random), new Dropout(0.5, random));
            var x = new Generator(seed: 10).Normal([8, 16]);
            x.RequiresGrad = true;
            var y = recompute ? Checkpoint.Run(model.Forward, x) : model.Forward(x);
            (y * y).Sum().Backward();
            // And what comes next has not moved.
            return
            [
                .. y.ToArray(), .. x.Grad!.ToArray(), .. model.Parameters.SelectMany(parameter => parameter.Grad!.ToArray()),
                .. model.NamedBuffers.SelectMany(buffer => buffer.Tensor.ToArray()), .. model.Forward(x).ToArray(),
            ];
        }
    }

    [Fact]
    public void Dropping_all_leaves_0_and_no_gradient()
    {
        foreach (var layer in (Module[])[new Dropout(1, new Generator(seed: 1)), new AlphaDropout(1, new Generator(seed: 1))])
        {
            using var scope = Tape.Scope();
            var x = Tensor.Full([5, 9], 2);
            x.RequiresGrad = true;
            var y = layer.Forward(x);
            y.Sum().Backward();
            Assert.All(y.ToArray().Concat(x.Grad!.ToArray()), value => Assert.Equal(0, value));
        }
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        var random = new Generator(seed: 1);
        Assert.Equal("probability", Assert.Throws<ArgumentOutOfRangeException>(() => new AlphaDropout(1.1, random)).ParamName);
        Assert.Equal("deviation", Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianNoise(-1, random)).ParamName);
        Assert.Equal("probability", Assert.Throws<ArgumentOutOfRangeException>(() => new GaussianDropout(1, random)).ParamName);
    }
}
