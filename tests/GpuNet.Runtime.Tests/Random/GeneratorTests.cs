using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests;

public class GeneratorTests
{
    [Theory, EveryDevice]
    public void Distributions_have_their_moments(string id)
    {
        const int Count = 40_000;
        var device = Device.Parse(id);
        using var scope = Tape.Scope();
        var generator = new Generator(1);

        var uniform = generator.Uniform([Count], -1, 3, device).ToArray();
        Assert.All(uniform, value => Assert.InRange(value, -1f, 3f));
        Assert.InRange(uniform.Average(), 1 - 0.03, 1 + 0.03); // five standard errors of 4 / sqrt(12 n)
        Assert.InRange(Deviation(uniform), 4 / Math.Sqrt(12) * 0.98, 4 / Math.Sqrt(12) * 1.02);

        var normal = generator.Normal([Count], 2, 0.5, device).ToArray();
        Assert.InRange(normal.Average(), 2 - 0.0125, 2 + 0.0125);
        Assert.InRange(Deviation(normal), 0.5 * 0.98, 0.5 * 1.02);
        Assert.InRange(
            normal.Count(value => Math.Abs(value - 2) < 0.5) / (double)Count, 0.6827 - 0.012, 0.6827 + 0.012);

        var bernoulli = generator.Bernoulli([Count], 0.3, device).ToArray();
        Assert.All(bernoulli, value => Assert.True(value is 0 or 1));
        Assert.InRange(bernoulli.Average(), 0.3 - 0.012, 0.3 + 0.012);
    }

    [Theory, EveryDevice]
    public void Integers_are_equally_likely(string id)
    {
        const int Count = 40_000;
        using var scope = Tape.Scope();
        var integers = new Generator(3).Integers([Count], -3, 4, Device.Parse(id)).ToArray<int>();
        var counts = integers.CountBy(i => i).OrderBy(pair => pair.Key).ToList();
        Assert.Equal([-3, -2, -1, 0, 1, 2, 3], counts.Select(pair => pair.Key));
        Assert.All(counts, pair => Assert.InRange(pair.Value, Count / 7 - 350, Count / 7 + 350)); // five deviations
        var wide = new Generator(3).Integers([Count], int.MinValue, int.MaxValue, Device.Parse(id)).ToArray<int>();
        Assert.InRange(wide.Average(i => (double)i) / int.MaxValue, -0.015, 0.015);
    }

    [Theory, EveryDevice]
    public void A_permutation_has_each_integer_once_and_other_seeds_give_others(string id)
    {
        using var scope = Tape.Scope();
        var device = Device.Parse(id);
        var order = new Generator(4).Permutation(1001, device).ToArray<int>();
        Assert.Equal(Enumerable.Range(0, 1001), order.Order());
        Assert.Equal(order, new Generator(4).Permutation(1001, Device.Cpu).ToArray<int>());
        Assert.NotEqual(order, new Generator(5).Permutation(1001, device).ToArray<int>());
        Assert.InRange(order.Index().Count(pair => pair.Index == pair.Item), 0, 6);
        Assert.Empty(new Generator(4).Permutation(0, device).ToArray<int>());
        // Each of the six orders of three is as likely as the others.
        var generator = new Generator(6);
        var orders = Enumerable.Range(0, 600).Select(_ => string.Join(" ", generator.Permutation(3, device).ToArray<int>()));
        Assert.All(orders.CountBy(text => text), pair => Assert.InRange(pair.Value, 55, 145));
    }

    [Theory, EveryDevice]
    public void Seed_stream_and_order_decide_the_numbers(string id)
    {
        var device = Device.Parse(id);
        using var scope = Tape.Scope();
        float[] Draw(Generator generator) => generator.Uniform([100], device: device).ToArray();
        var generator = new Generator(1);
        var first = Draw(generator);
        var second = Draw(generator);
        Assert.NotEqual(first, second);
        Assert.Equal(first, Draw(new Generator(1)));
        Assert.NotEqual(first, Draw(new Generator(2)));
        Assert.NotEqual(first, Draw(new Generator(1UL << 32 | 1)));
        Assert.NotEqual(first, Draw(new Generator(1, stream: 1)));
        Assert.Equal(second, Draw(new Generator(new GeneratorState(1, 0, Draws: 1, Masks: 0))));
        Assert.Equal(new GeneratorState(1, 0, Draws: 2, Masks: 0), generator.State);
    }

    [Theory, EveryDevice]
    public void A_longer_draw_begins_like_a_shorter_one(string id)
    {
        var device = Device.Parse(id);
        using var scope = Tape.Scope();
        var shorter = new Generator(3).Normal([130], device: device).ToArray();
        Assert.Equal(shorter, new Generator(3).Normal([1000], device: device).ToArray()[..130]);
    }

    [Fact]
    public void Every_device_draws_the_same_numbers() =>
        Parity.AssertOnAllDevices(device =>
        {
            using var scope = Tape.Scope();
            var generator = new Generator(4);
            return [.. generator.Uniform([333], -2, 5, device).ToArray(),
                .. generator.Normal([333], 1, 2, device).ToArray(),
                .. generator.Bernoulli([333], 0.5, device).ToArray()];
        });

    [Fact]
    public void Impossible_parameters_are_refused()
    {
        var generator = new Generator(5);
        Assert.Throws<ArgumentException>(() => generator.Uniform([1], 2, 1, Device.Cpu));
        Assert.Throws<ArgumentOutOfRangeException>(() => generator.Normal([1], 0, -1, Device.Cpu));
        Assert.Throws<ArgumentOutOfRangeException>(() => generator.Bernoulli([1], 2, Device.Cpu));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Generator(1, stream: 0x8000_0000));
    }

    private static double Deviation(float[] values)
    {
        var mean = values.Average(value => (double)value);
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }
}
