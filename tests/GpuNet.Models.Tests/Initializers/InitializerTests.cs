using System.Reflection;
using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Initializers;

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
        { "lecun uniform", false, Math.Sqrt(3.0 / 300) },
        { "lecun normal", true, 1 / Math.Sqrt(300) },
        { "normal", true, 0.3 },
        { "uniform", false, 0.7 },
    };

    private static Initializer Named(string name) => name switch
    {
        "xavier uniform" => Initializer.XavierUniform(),
        "xavier normal" => Initializer.XavierNormal(),
        "he uniform" => Initializer.HeUniform(),
        "he normal" => Initializer.HeNormal(),
        "he normal, leaky" => Initializer.HeNormal(slope: 0.2),
        "lecun uniform" => Initializer.LeCunUniform,
        "lecun normal" => Initializer.LeCunNormal,
        "normal" => Initializer.Normal(deviation: 0.3),
        "uniform" => Initializer.Uniform(-0.7, 0.7),
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

    [Fact]
    public void A_truncated_normal_has_its_bounds_mean_and_deviation()
    {
        float[] values = Initializer.TruncatedNormal(mean: 0.1, deviation: 0.5, low: -0.6, high: 1.4)
            .Create([200, 200], new Generator(seed: 3), Device.Cpu).ToArray();

        // The bounds lie a = -1.4 and b = 2.6 deviations from the mean; mean and deviation by the textbook formulas.
        const double A = -1.4, B = 2.6;
        double below = Normal(B) - Normal(A);
        double shift = (Density(A) - Density(B)) / below;
        double mean = 0.1 + 0.5 * shift;
        double deviation = 0.5 * Math.Sqrt(1 + (A * Density(A) - B * Density(B)) / below - shift * shift);
        Assert.All(values, value => Assert.InRange(value, -0.6f, 1.4f));
        Assert.InRange(values.Average(value => (double)value), mean - 5 * deviation / 200, mean + 5 * deviation / 200);
        double found = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        Assert.InRange(found, deviation * (1 - 5.0 / 280), deviation * (1 + 5.0 / 280));

        static double Density(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

        static double Normal(double x)
        {
            // Simpson's rule from -8, 4,000 steps: an independent distribution function.
            double h = (x + 8) / 4000, sum = 0;
            for (int i = 0; i <= 4000; i++)
                sum += Density(-8 + i * h) * (i is 0 or 4000 ? 1 : i % 2 == 1 ? 4 : 2);
            return sum * h / 3;
        }
    }

    /// <summary>Beyond a, a standard normal number is a + 1 / a on average but for terms of 2 / a^3 (the inverse Mills ratio).</summary>
    [Theory]
    [InlineData(10, 100)]
    [InlineData(-100, -10)]
    [InlineData(30, double.PositiveInfinity)]
    public void A_truncated_normal_may_be_a_tail(double low, double high)
    {
        float[] values = Initializer.TruncatedNormal(low: low, high: high).Create([100, 100], new Generator(seed: 3), Device.Cpu).ToArray();
        double a = Math.Min(Math.Abs(low), Math.Abs(high));
        Assert.All(values, value => Assert.InRange(value, low, high));
        Assert.InRange(values.Average(value => Math.Abs((double)value)), a + 1 / a - 2 / (a * a * a) - 0.05 / a, a + 1 / a + 0.05 / a);
    }

    [Fact]
    public void A_truncated_normal_where_no_number_lies_is_its_nearest_end()
    {
        float[] values = Initializer.TruncatedNormal(low: 50, high: 60).Create([3, 3], new Generator(seed: 3), Device.Cpu).ToArray();
        Assert.All(values, value => Assert.Equal(50, value));
    }

    [Theory]
    [InlineData(40, 90)]
    [InlineData(90, 40)]
    [InlineData(65, 65)]
    public void An_orthogonal_matrix_is_orthogonal(int rows, int columns)
    {
        float[] w = Initializer.Orthogonal(gain: 2).Create([rows, columns], new Generator(seed: 5), Device.Cpu).ToArray();

        int count = Math.Min(rows, columns), length = Math.Max(rows, columns);
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double dot = Enumerable.Range(0, length).Sum(k => (double)At(i, k) * At(j, k));
                Assert.InRange(dot, (i == j ? 4 : 0) - 2e-6, (i == j ? 4 : 0) + 2e-6);
            }
        }

        float At(int vector, int k) => rows <= columns ? w[vector * columns + k] : w[k * columns + vector];
    }

    [Fact]
    public void A_sparse_matrix_has_so_many_zeros_in_each_column()
    {
        const int Rows = 50, Columns = 30;
        float[] w = Initializer.Sparse(sparsity: 0.33, deviation: 0.1).Create([Rows, Columns], new Generator(seed: 5), Device.Cpu).ToArray();

        int[] zeros = [.. Enumerable.Range(0, Columns).Select(c => Enumerable.Range(0, Rows).Count(r => w[r * Columns + c] == 0))];
        Assert.All(zeros, count => Assert.Equal(17, count));
        double deviation = Math.Sqrt(w.Where(value => value != 0).Average(value => value * value));
        Assert.InRange(deviation, 0.09, 0.11);
        Assert.True(Enumerable.Range(0, Rows).Select(r => w[r * Columns] == 0 ? 1 : 0).Distinct().Count() == 2);
    }

    [Fact]
    public void Constants_are_what_they_say()
    {
        Assert.All(Initializer.Zeros.Create([3, 4], new Generator(1), Device.Cpu).ToArray(), value => Assert.Equal(0f, value));
        Assert.All(Initializer.Constant(1.5).Create([3, 4], new Generator(1), Device.Cpu).ToArray(), value => Assert.Equal(1.5f, value));
    }

    /// <summary>Every initializer of the catalogue, with its defaults (a third where there are none).</summary>
    public static TheoryData<string> Catalogued => [.. CatalogueEntry.Of(typeof(Initializer)).Select(entry => entry.Name)];

    [Theory]
    [MemberData(nameof(Catalogued))]
    public void A_seed_decides_the_bits_on_every_device(string name)
    {
        var initializer = FromCatalogue(name);
        Parity.AssertOnAllDevices(device => initializer.Create([24, 40], new Generator(seed: 9), device).ToArray());
        float[] values = initializer.Create([24, 40], new Generator(seed: 9), Device.Cpu).ToArray();
        float[] others = initializer.Create([24, 40], new Generator(seed: 10), Device.Cpu).ToArray();
        Assert.Equal(name is "zeros" or "constant", values.SequenceEqual(others));
        Assert.All(values, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Bad_arguments_are_named()
    {
        Assert.Equal("high", Assert.Throws<ArgumentOutOfRangeException>(() => Initializer.Uniform(1, 1)).ParamName);
        Assert.Equal("deviation", Assert.Throws<ArgumentOutOfRangeException>(() => Initializer.Normal(deviation: -1)).ParamName);
        Assert.Equal("high", Assert.Throws<ArgumentOutOfRangeException>(() => Initializer.TruncatedNormal(low: 2)).ParamName);
        Assert.Equal("gain", Assert.Throws<ArgumentOutOfRangeException>(() => Initializer.XavierNormal(0)).ParamName);
        Assert.Equal("sparsity", Assert.Throws<ArgumentOutOfRangeException>(() => Initializer.Sparse(1.1)).ParamName);
        Assert.Equal("shape", Assert.Throws<ArgumentException>(
            () => Initializer.Orthogonal().Create([4], new Generator(1), Device.Cpu)).ParamName);
    }

    private static Initializer FromCatalogue(string name)
    {
        var member = CatalogueEntry.Of(typeof(Initializer)).Single(entry => entry.Name == name).Member;
        return (Initializer)(member is PropertyInfo property
            ? property.GetValue(null)!
            : ((MethodInfo)member).Invoke(null, [.. CatalogueEntry.SignatureOf(member).Select(p => p.HasDefaultValue ? p.DefaultValue : 1.0 / 3)])!);
    }
}
