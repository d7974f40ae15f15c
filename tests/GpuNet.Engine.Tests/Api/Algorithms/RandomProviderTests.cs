using ILGPU;
using ILGPU.Algorithms.Random;
using ILGPU.Algorithms.Random.Operations;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Api.Algorithms;

/// <summary>The providers one by one: their papers' sequences, on the host and in kernels, and what is drawn from views of them.</summary>
public sealed class RandomProviderTests(TestAccelerators accelerators) : IClassFixture<TestAccelerators>
{
    // By the C code of the papers; Marsaglia's own state, from the newest word to the oldest.
    [Fact]
    public void The_64_bit_sequences_are_the_papers()
    {
        var star = new XorShift64Star(1);
        Assert.Equal([5180492295206395165, 12380297144915551517, 13389498078930870103], Draw(3, () => star.NextULong()));
        var plus = new XorShift128Plus(1, 2);
        Assert.Equal([3ul, 8388645, 33816707, 70368778527840], Draw(4, () => plus.NextULong()));
        var marsaglia = new XorShift128(88675123, 521288629, 362436069, 123456789);
        Assert.Equal([3701687786, 458299110, 2500872618, 3633119408, 516391518], Draw(5, () => marsaglia.NextUInt()));
    }

    [Theory]
    [InlineData(TestDevice.Cpu)]
    [InlineData(TestDevice.CpuDebug)]
    [InlineData(TestDevice.OpenCl)]
    [InlineData(TestDevice.Cuda)]
    public void Kernels_draw_the_numbers_of_the_host(TestDevice device)
    {
        Check<XorShift32>(device);
        Check<XorShift64Star>(device);
        Check<XorShift128>(device);
        Check<XorShift128Plus>(device);
    }

    [Fact]
    public void Providers_are_values()
    {
        CheckEquality(new XorShift32(7), new XorShift32(8), (a, b) => a == b, (a, b) => a != b);
        CheckEquality(new XorShift64Star(7), new XorShift64Star(8), (a, b) => a == b, (a, b) => a != b);
        CheckEquality(new XorShift128(7, 1, 1, 1), new XorShift128(7, 1, 1, 2), (a, b) => a == b, (a, b) => a != b);
        CheckEquality(new XorShift128Plus(7, 1), new XorShift128Plus(7, 2), (a, b) => a == b, (a, b) => a != b);

        static void CheckEquality<T>(T value, T other, Func<T, T, bool> equal, Func<T, T, bool> unequal)
            where T : struct, IEquatable<T>
        {
            var same = value;
            Assert.True(equal(value, same) && !equal(value, other) && unequal(value, other) && !unequal(value, same));
            Assert.True(value.Equals((object)same) && !value.Equals((object)other) && !value.Equals((object)"7"));
            Assert.Equal(value.GetHashCode(), same.GetHashCode());
            Assert.Contains("7", value.ToString()!);
        }
    }

    // Few providers for many items: nobody gets another one's numbers.
    [Theory]
    [InlineData(TestDevice.Cpu, 1)]
    [InlineData(TestDevice.Cpu, 5000)]
    [InlineData(TestDevice.CpuDebug, 1)]
    [InlineData(TestDevice.OpenCl, 1)]
    [InlineData(TestDevice.Cuda, 60)]
    public void Items_draw_numbers_of_their_own(TestDevice device, int providers)
    {
        const int Items = 5000;
        var accelerator = accelerators[device];
        using var rng = accelerator.CreateRNG<XorShift128>(new Random(6), providers);
        Assert.Equal((providers, 16L * providers), (rng.MaxNumParallelWarps, rng.LengthInBytes));
        using var fractions = accelerator.Allocate1D<double>(2 * Items);
        using var integers = accelerator.Allocate1D<long>(Items);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, RNGView<XorShift128>, ArrayView<double>, ArrayView<long>>(Draw)(
            Items, rng.GetView(providers), fractions.View, integers.View);
        accelerator.Synchronize();
        var drawn = fractions.GetAsArray1D();
        Assert.All(drawn, value => Assert.True(value is >= 0 and < 1));
        Assert.InRange(drawn.Average(), 0.48, 0.52);
        Assert.True(drawn.Distinct().Count() > 2 * Items - 20);
        // Half of the pairs of draws rise.
        Assert.InRange(Enumerable.Range(0, Items).Count(i => drawn[2 * i] < drawn[2 * i + 1]), 0.46 * Items, 0.54 * Items);
        var whole = integers.GetAsArray1D();
        Assert.All(whole, value => Assert.True(value >= 0));
        Assert.True(whole.Distinct().Count() > Items - 20);
    }

    [Fact]
    public void Generators_fill_on_their_default_stream()
    {
        var accelerator = accelerators[TestDevice.Cpu];
        using var rng = RNG.Create<XorShift64Star>(accelerator, new Random(4));
        using var integers = accelerator.Allocate1D<int>(3000);
        using var longs = accelerator.Allocate1D<long>(3000);
        using var floats = accelerator.Allocate1D<float>(3000);
        using var doubles = accelerator.Allocate1D<double>(3000);
        rng.FillUniform(integers.AsContiguous());
        rng.FillUniform(longs.AsContiguous());
        rng.FillUniform(floats.AsContiguous());
        rng.FillUniform(doubles.AsContiguous());
        Assert.InRange(integers.GetAsArray1D().Average(), 0.45 * int.MaxValue, 0.55 * int.MaxValue);
        Assert.InRange(longs.GetAsArray1D().Average(value => (double)value), 0.45 * long.MaxValue, 0.55 * long.MaxValue);
        Assert.InRange(floats.GetAsArray1D().Average(), 0.45, 0.55);
        Assert.InRange(doubles.GetAsArray1D().Average(), 0.45, 0.55);
        Assert.Throws<ArgumentOutOfRangeException>(() => rng.GetView(rng.MaxNumParallelWarps + 1));
    }

    // Close to the end, sums of floats round up to it.
    [Fact]
    public void Ranges_leave_out_their_ends()
    {
        var provider = new XorShift32(1);
        Assert.All(Draw(1000, () => RandomExtensions.Next(ref provider, 16_777_214f, 16_777_216f)), value => Assert.InRange(value, 16_777_214f, 16_777_215f));
        Assert.All(Draw(1000, () => RandomExtensions.Next(ref provider, 9007199254740990.0, 9007199254740992.0)), value => Assert.InRange(value, 9007199254740990.0, 9007199254740991.0));
    }

    private static T[] Draw<T>(int count, Func<T> next) => [.. Enumerable.Range(0, count).Select(_ => next())];

    private void Check<TProvider>(TestDevice device)
        where TProvider : unmanaged, IRandomProvider<TProvider>
    {
        var accelerator = accelerators[device];
        var provider = default(TProvider).CreateProvider(new Random(9));
        using var drawn = accelerator.Allocate1D<double>(6);
        using var state = accelerator.Allocate1D([provider]);
        accelerator.LoadAutoGroupedStreamKernel<Index1D, ArrayView<TProvider>, ArrayView<double>>(DrawAll)(1, state.View, drawn.View);
        accelerator.Synchronize();
        double[] expected =
        [
            provider.Next(), provider.NextLong(), provider.NextFloat(), provider.NextDouble(),
            RandomExtensions.Next(ref provider, -100, 100), RandomExtensions.Next(ref provider, -1.5, 2.5),
        ];
        Assert.Equal(expected, drawn.GetAsArray1D());
        provider.ShiftPeriod(3);
        var next = provider.NextProvider();
        Assert.Equal(provider.CreateProvider(ref next), state.GetAsArray1D()[0]);
    }

    private static void DrawAll<TProvider>(Index1D index, ArrayView<TProvider> state, ArrayView<double> drawn)
        where TProvider : unmanaged, IRandomProvider<TProvider>
    {
        var provider = state[index];
        drawn[0] = provider.Next();
        drawn[1] = default(NextLongOperation<TProvider>).Apply(ref provider);
        drawn[2] = provider.NextFloat();
        drawn[3] = default(NextDoubleOperation<TProvider>).Apply(ref provider);
        drawn[4] = RandomExtensions.Next(ref provider, -100, 100);
        drawn[5] = RandomExtensions.Next(ref provider, -1.5, 2.5);
        provider.ShiftPeriod(3);
        var next = provider.NextProvider();
        state[index] = provider.CreateProvider(ref next);
    }

    private static void Draw(Index1D index, RNGView<XorShift128> view, ArrayView<double> fractions, ArrayView<long> integers)
    {
        fractions[2 * index] = view.NextDouble();
        fractions[2 * index + 1] = view.NextDouble();
        integers[index] = view.NextLong();
    }
}
