using GpuNet.TestKit;

namespace GpuNet.Kernels.Tests;

/// <summary>Random kernels: the same bits everywhere, independent of length, and distributed as they say.</summary>
public class RandomKernelTests
{
    private static readonly RandomStream Stream = new(0x123456789ABCDEF0, 7);

    [Theory]
    [EveryDevice]
    public void An_element_depends_on_the_stream_and_its_index_only(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        var longest = Uniform(device, 1000, Stream);
        foreach (var length in (int[])[1, 31, 33, 128, 130, 999])
            SampleData.AssertSameBits(longest[..length], Uniform(device, length, Stream));

        // Element 33 is word 1 of block 1.
        Assert.Equal((Stream.Words(1).Y >> 8) / 16777216f, longest[33]);
        var next = Stream;
        next.Step = 1;
        Assert.NotEqual(longest[..10], Uniform(device, 10, next));
        Assert.NotEqual(longest[..10], Uniform(device, 10, new RandomStream(0x123456789ABCDEF0, 8)));
        Assert.NotEqual(longest[..10], Uniform(device, 10, new RandomStream(0x023456789ABCDEF0, 7)));
    }

    [Theory]
    [EveryDevice]
    public void Uniform_numbers_fill_their_interval_evenly(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        const int N = 20000;
        var y = device.Allocate(N);
        device.Run(RandomKernels.Uniform, RandomLayout.Items(N), y.View, N, Stream, -2f, 5f);
        var values = y.Read();
        Assert.All(values, v => Assert.InRange(v, -2f, 3f));

        // Chi-squared over 20 bins, 19 degrees of freedom: 43.8 is passed by one generator in a thousand.
        var bins = new int[20];
        foreach (var v in values)
            bins[Math.Min((int)((v + 2) * 4), 19)]++;
        Assert.InRange(bins.Sum(b => Math.Pow(b - N / 20.0, 2) / (N / 20.0)), 0, 43.8);
    }

    [Theory]
    [EveryDevice]
    public void Normal_numbers_have_the_moments_and_the_tails_of_a_normal(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        const int N = 20000;
        var y = device.Allocate(N);
        device.Run(RandomKernels.Normal, RandomLayout.Items(N), y.View, N, Stream, 3f, 2f);
        var z = y.Read().Select(v => (v - 3.0) / 2).ToArray();

        // Five standard errors of each moment.
        Assert.InRange(z.Average(), -5 / Math.Sqrt(N), 5 / Math.Sqrt(N));
        Assert.InRange(z.Average(v => v * v), 1 - 5 * Math.Sqrt(2.0 / N), 1 + 5 * Math.Sqrt(2.0 / N));
        Assert.InRange(z.Average(v => v * v * v), -5 * Math.Sqrt(15.0 / N), 5 * Math.Sqrt(15.0 / N));
        Assert.InRange(z.Average(v => v * v * v * v), 3 - 5 * Math.Sqrt(96.0 / N), 3 + 5 * Math.Sqrt(96.0 / N));
        Assert.InRange(z.Count(v => Math.Abs(v) > 1.959964), 0.05 * N - 150, 0.05 * N + 150);

        // A pair of one block is independent.
        var correlation = Enumerable.Range(0, N / 128).SelectMany(b => Enumerable.Range(0, 32), (b, i) => b * 128 + i)
            .Average(i => z[i] * z[i + 32]);
        Assert.InRange(correlation, -5 / Math.Sqrt(N / 4.0), 5 / Math.Sqrt(N / 4.0));
    }

    [Theory]
    [EveryDevice]
    public void Bernoulli_hits_its_probability_and_its_ends(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        const int N = 10000;
        foreach (var p in (float[])[0, 0.3f, 1])
        {
            var y = device.Allocate(N);
            device.Run(RandomKernels.Bernoulli, RandomLayout.Items(N), y.View, N, Stream, p);
            var ones = y.Read().Count(v => v == 1);
            Assert.Equal(N - ones, y.Read().Count(v => v == 0));
            Assert.InRange(ones, p * N - 5 * Math.Sqrt(p * (1 - p) * N), p * N + 5 * Math.Sqrt(p * (1 - p) * N));
        }
    }

    [Theory]
    [EveryDevice]
    public void Dropout_scales_what_it_keeps_and_backward_draws_the_same_mask(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        foreach (var (rows, columns) in ((int, int)[])[(157, 32), (50, 100), (71, 9), (3, 40)])
        {
            var n = rows * columns;
            var streams = device.Upload([Stream]);
            var (x, dy) = (SampleData.Floats(1, n, 1, 2), SampleData.Floats(2, n, 1, 2));
            var (y, dx, again) = (device.Allocate(n), device.Allocate(n), device.Allocate(n));
            var rate = DropoutRate.Of(0.25);
            device.Run(DropoutKernels.Map<Single<Relu>, float, PortableMath>, RandomLayout.Items(n, columns),
                device.Upload(x).View, y.View, n, columns, streams.View, rate, default(Single<Relu>));
            var output = y.Read();
            // By the definition: word row % 4 of block row / 4 * columns + column.
            var expected = x.Select((value, i) =>
            {
                var words = Stream.Words(i / columns / 4 * columns + i % columns);
                uint word = new[] { words.X, words.Y, words.Z, words.W }[i / columns % 4];
                return (word >> 8) / 16777216.0 < 0.25 ? 0 : value * (1 / 0.75f);
            });
            SampleData.AssertSameBits([.. expected], output);

            float[] gradient = [.. output.Select((v, i) => v == 0 ? 0 : dy[i] * (1 / 0.75f))];
            device.Run(DropoutKernels.MapBackward<Single<Relu>, float, PortableMath>, RandomLayout.Items(n, columns),
                device.Upload(x).View, device.Upload(dy).View, dx.View, n, columns, streams.View, rate, default(Single<Relu>));
            SampleData.AssertSameBits(gradient, dx.Read());
            device.Run(DropoutKernels.BackwardFromOutput<Single<Relu>, float, PortableMath>, RandomLayout.Items(n, columns),
                y.View, device.Upload(dy).View, again.View, n, columns, streams.View, rate, default(Single<Relu>));
            SampleData.AssertSameBits(gradient, again.Read());

            device.Run(RandomKernels.Advance, 1, streams.View);
            Assert.Equal(1u, streams.Read()[0].Step);
            Drop(rate);
            Assert.NotEqual(output, y.Read());
            Drop(DropoutRate.Of(1));
            Assert.All(y.Read(), v => Assert.Equal(0f, v));
            Drop(DropoutRate.Of(0));
            SampleData.AssertSameBits(x, y.Read());

            void Drop(DropoutRate rate) =>
                device.Run(DropoutKernels.Map<Single<Relu>, float, PortableMath>, RandomLayout.Items(n, columns),
                    device.Upload(x).View, y.View, n, columns, streams.View, rate, default(Single<Relu>));
        }
    }

    [Theory]
    [EveryDevice]
    public void A_mask_hits_its_share_in_rows_columns_and_pairs(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        const int Rows = 150, Columns = 130, N = Rows * Columns;
        const double P = 0.3;
        var y = device.Allocate(N);
        device.Run(DropoutKernels.Map<Single<Identity>, float, PortableMath>, RandomLayout.Items(N, Columns),
            device.Allocate(N, 1).View, y.View, N, Columns, device.Upload([Stream]).View, DropoutRate.Of(P), default(Single<Identity>));
        var dropped = Array.ConvertAll(y.Read(), v => v == 0 ? 1 - P : -P);

        // Five standard errors, of the whole, and of each row and column; then of the products of neighbours either way, and
        // of elements whose words come from one block.
        AssertMean(dropped, P * (1 - P));
        Assert.All(Enumerable.Range(0, Rows), row => AssertMean(dropped.Skip(row * Columns).Take(Columns), P * (1 - P)));
        Assert.All(
            Enumerable.Range(0, Columns), column => AssertMean(dropped.Where((_, i) => i % Columns == column), P * (1 - P)));
        foreach (var distance in (int[])[1, Columns, 2 * Columns, 3 * Columns])
            AssertMean(dropped.Zip(dropped.Skip(distance), (a, b) => a * b), Math.Pow(P * (1 - P), 2));

        static void AssertMean(IEnumerable<double> values, double variance)
        {
            double[] all = [.. values];
            var error = 5 * Math.Sqrt(variance / all.Length);
            Assert.InRange(all.Average(), -error, error);
        }
    }

    private static float[] Uniform(KernelDevice device, int length, RandomStream stream)
    {
        var y = device.Allocate(length);
        device.Run(RandomKernels.Uniform, RandomLayout.Items(length), y.View, length, stream, 0f, 1f);
        return y.Read();
    }
}
