using ILGPU;
using ILGPU.Algorithms.Random;
using ILGPU.Runtime;
using static System.Math;

namespace GpuNet.Engine.Tests.Api.Algorithms;

public sealed class RandomTests(TestAccelerators accelerators) : IClassFixture<TestAccelerators>
{
    // Outputs 1, 2 and 3 of the papers' C code, run by hand in arithmetic without bounds.
    [Fact]
    public void The_sequences_are_the_papers()
    {
        var xorshift32 = new XorShift32(1);
        Assert.Equal([270369u, 67634689u, 2647435461u], Draw(3, () => xorshift32.NextUInt()));

        var state = new[] { 1u, 2u, 3u, 4u };
        var xorshift128 = new XorShift128(1, 2, 3, 4);
        Assert.Equal(Draw(5, () => Xorshift128(state)), Draw(5, () => xorshift128.NextUInt()));
    }

    [Fact]
    public void A_state_of_zeros_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new XorShift32(0));
        Assert.Throws<ArgumentException>(() => new XorShift64Star(0));
        Assert.Throws<ArgumentException>(() => new XorShift128(0, 0, 0, 0));
        Assert.Throws<ArgumentException>(() => new XorShift128Plus(0, 0));
    }

    [Fact]
    public void Skipping_is_drawing()
    {
        Check<XorShift32>();
        Check<XorShift128>();
        Check<XorShift64Star>();
        Check<XorShift128Plus>();

        static void Check<TProvider>()
            where TProvider : unmanaged, IRandomProvider<TProvider>
        {
            var drawn = default(TProvider).CreateProvider(new Random(5));
            var skipped = default(TProvider).CreateProvider(new Random(5));
            Assert.Equal(skipped, drawn);
            for (var i = 0; i < 7; ++i)
                drawn.Next();
            skipped.ShiftPeriod(7);
            Assert.Equal(drawn.Next(), skipped.Next());
            Assert.NotEqual(drawn, drawn.NextProvider());
            Assert.NotEqual(skipped, drawn.CreateProvider(ref skipped));
        }
    }

    [Theory]
    [MemberData(nameof(TestAccelerators.All), MemberType = typeof(TestAccelerators))]
    public void Views_are_filled_with_uniform_numbers(TestDevice device)
    {
        var accelerator = accelerators[device];
        using var rng = RNG.Create<XorShift128Plus>(accelerator, new Random(11), maxNumParallelWarps: 256);
        using var floats = accelerator.Allocate1D<float>(20_011);
        rng.FillUniform(accelerator.DefaultStream, floats.AsContiguous());
        CheckUniform(floats.GetAsArray1D().Select(value => (double)value).ToArray());
        using var integers = accelerator.Allocate1D<int>(20_011);
        rng.FillUniform(accelerator.DefaultStream, integers.AsContiguous());
        CheckUniform(integers.GetAsArray1D().Select(value => value / (int.MaxValue + 1.0)).ToArray());
    }

    [Fact]
    public void Long_and_double_views_are_filled()
    {
        var accelerator = accelerators[TestDevice.Cpu];
        using var rng = accelerator.CreateRNG<XorShift64Star>(new Random(2));
        using var doubles = accelerator.Allocate1D<double>(20_000);
        rng.FillUniform(doubles.AsContiguous());
        CheckUniform(doubles.GetAsArray1D());
        using var longs = accelerator.Allocate1D<long>(20_000);
        rng.FillUniform(longs.AsContiguous());
        CheckUniform(longs.GetAsArray1D().Select(value => value / 9223372036854775808.0).ToArray());
    }

    [Fact]
    public void Kernels_draw_from_a_view()
    {
        var accelerator = accelerators[TestDevice.Cpu];
        using var rng = accelerator.CreateRNG<XorShift128>(new Random(3), accelerator.MaxNumThreads);
        using var results = accelerator.Allocate1D<float>(1000);
        var kernel = accelerator.LoadAutoGroupedStreamKernel<Index1D, RNGView<XorShift128>, ArrayView<float>>(
            (index, view, target) => target[index] = view.NextFloat() + view.NextFloat());
        kernel(1000, rng.GetViewViaThreads(1000), results.View);
        var values = results.GetAsArray1D();
        Assert.All(values, value => Assert.InRange(value, 0, 2));
        Assert.InRange(values.Average(), 0.9, 1.1);
    }

    [Theory]
    [MemberData(nameof(TestAccelerators.All), MemberType = typeof(TestAccelerators))]
    public void Every_item_has_a_provider_of_its_own(TestDevice device)
    {
        var accelerator = accelerators[device];
        using var rng = new ThreadWiseRNG<XorShift128>(
            accelerator, accelerator.DefaultStream, 20_000, new Random(8), numInitializers: 100);
        Assert.Equal(20_000, rng.RNGView.Length);
        using var results = accelerator.Allocate1D<double>(20_000);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<XorShift128>, ArrayView<double>>(
            (index, view, target) =>
            {
                var provider = view[index];
                target[index] = provider.NextDouble();
                view[index] = provider;
            })(20_000, rng.RNGView, results.View);
        CheckUniform(results.GetAsArray1D());
    }

    [Fact]
    public void Ranges_are_kept()
    {
        var provider = XorShift64Star.Create(new Random(4));
        for (var i = 0; i < 1000; ++i)
        {
            Assert.InRange(RandomExtensions.Next(ref provider, -3, 4), -3, 3);
            Assert.InRange(RandomExtensions.Next(ref provider, -3L, long.MaxValue), -3L, long.MaxValue - 1);
            Assert.InRange(RandomExtensions.Next(ref provider, -1.5f, 2.5f), -1.5f, 2.5f);
            Assert.InRange(RandomExtensions.Next(ref provider, 7.0, 8.0), 7.0, 8.0);
        }
    }

    private static T[] Draw<T>(int count, Func<T> next) => Enumerable.Range(0, count).Select(_ => next()).ToArray();

    // The C code of the paper as it is published, with x, y, z, w from the newest word to the oldest.
    private static uint Xorshift128(uint[] state)
    {
        var t = state[3];
        var s = state[0];
        (state[3], state[2], state[1]) = (state[2], state[1], s);
        t ^= t << 11;
        t ^= t >> 8;
        return state[0] = t ^ s ^ (s >> 19);
    }

    // Six standard errors, and as many different values as there are numbers of that size.
    private static void CheckUniform(double[] values)
    {
        Assert.All(values, value => Assert.True(value is >= 0 and < 1));
        var error = 1 / Sqrt(values.Length);
        Assert.InRange(values.Average(), 0.5 - 6 * Sqrt(1 / 12.0) * error, 0.5 + 6 * Sqrt(1 / 12.0) * error);
        Assert.InRange(
            values.Average(value => value * value),
            1 / 3.0 - 6 * Sqrt(4 / 45.0) * error,
            1 / 3.0 + 6 * Sqrt(4 / 45.0) * error);
        Assert.True(values.Distinct().Count() > 0.99 * values.Length);
        // Neighbours are not alike.
        var covariance = values.Zip(values.Skip(1), (a, b) => (a - 0.5) * (b - 0.5)).Average();
        Assert.InRange(covariance, -6 * error / 12, 6 * error / 12);
    }
}
