using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Algorithms.HistogramOperations;
using ILGPU.Algorithms.RadixSortOperations;
using ILGPU.Algorithms.Random;
using ILGPU.Algorithms.ScanReduceOperations;
using ILGPU.Algorithms.Sequencers;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Api.Algorithms;

/// <summary>The algorithms on no elements, at the seams of tiles and groups, on parts of buffers, and on several streams.</summary>
public sealed class AlgorithmLengthTests(TestAccelerators accelerators) : IClassFixture<TestAccelerators>
{
    [Theory]
    [InlineData(TestDevice.Cpu)]
    [InlineData(TestDevice.CpuDebug)]
    [InlineData(TestDevice.OpenCl)]
    public void Nothing_is_done_with_no_elements(TestDevice device)
    {
        var accelerator = accelerators[device];
        var stream = accelerator.DefaultStream;
        using var buffer = accelerator.Allocate1D([1, 2, 3, 4, 5, 6, 7, 8]);
        using var temp = accelerator.Allocate1D<int>(100_000);
        var none = buffer.View.SubView(4, 0);
        accelerator.Initialize(stream, none, 9);
        accelerator.Sequence(stream, none, default(Numbers));
        accelerator.Transform<int, Stride1D.Dense, IdentityTransformer<int>>(stream, none, none, default);
        accelerator.Reorder<int>(stream, buffer.View, none, ArrayView<Index1D>.Empty);
        accelerator.Histogram<int, Stride1D.Dense, Modulo>(stream, none, buffer.View, buffer.View);
        accelerator.CreateScan<int, Stride1D.Dense, Stride1D.Dense, AddInt32>(ScanKind.Inclusive)(stream, none, none, temp.View);
        accelerator.CreateRadixSort<int, Stride1D.Dense, AscendingInt32>()(stream, none, temp.View);
        accelerator.CreateRadixSortPairs<int, Stride1D.Dense, int, Stride1D.Dense, AscendingInt32>()(stream, none, none, temp.View);
        using var rng = accelerator.CreateRNG<XorShift32>(new Random(1), 64);
        rng.FillUniform(stream, (ArrayView<int>)none);
        Assert.Equal(int.MinValue, accelerator.Reduce<int, MaxInt32>(stream, none));
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8], buffer.GetAsArray1D());
    }

    public static TheoryData<TestDevice, int> Lengths
    {
        get
        {
            var data = new TheoryData<TestDevice, int>();
            foreach (int length in new[] { 2, 255, 256, 257, 1023, 1024, 16_383, 16_384, 16_385, 2 * 16_384 + 1, 1_000_003 })
                data.Add(TestDevice.Cpu, length);
            foreach (int length in new[] { 2, 64, 65 })
                data.Add(TestDevice.CpuDebug, length);
            foreach (int length in new[] { 2, 16_385, 1_000_003 })
                data.Add(TestDevice.OpenCl, length);
            foreach (int length in new[] { 2, 1023, 1024, 1025 })
                data.Add(TestDevice.Cuda, length);
            return data;
        }
    }

    // A view that starts at an odd place in its buffer, and may leave out every second element.
    [Theory]
    [MemberData(nameof(Lengths))]
    public void Parts_of_buffers_are_reduced_scanned_and_sorted(TestDevice device, int length)
    {
        var accelerator = accelerators[device];
        var stream = accelerator.DefaultStream;
        var random = new Random(length);
        var all = Enumerable.Range(0, 2 * length + 7).Select(_ => random.Next()).ToArray();
        using var buffer = accelerator.Allocate1D(all);
        var part = buffer.View.SubView(3, length);
        var values = all[3..(3 + length)];
        Assert.Equal(values.Max(), accelerator.Reduce<int, MaxInt32>(stream, part));

        var spread = buffer.View.SubView(5, 2 * length).AsGeneral(new Stride1D.General(2));
        using var output = accelerator.Allocate1D<int>(length);
        using var temp = accelerator.Allocate1D<int>(accelerator.ComputeScanTempStorageSize<int>(length).X);
        accelerator.CreateScan<int, Stride1D.General, Stride1D.Dense, MaxInt32>(ScanKind.Inclusive)(stream, spread, output.View, temp.View);
        var maxima = Enumerable.Range(0, length).Select(i => all[5 + 2 * i]).ToArray();
        for (int i = 1; i < length; ++i)
            maxima[i] = System.Math.Max(maxima[i], maxima[i - 1]);
        Assert.Equal(maxima, output.GetAsArray1D());

        using var sortTemp = accelerator.Allocate1D<int>(accelerator.ComputeRadixSortTempStorageSize<int, DescendingInt32>(length).X);
        accelerator.CreateRadixSort<int, Stride1D.Dense, DescendingInt32>()(stream, part, sortTemp.View);
        Array.Sort(values, (a, b) => b.CompareTo(a));
        Assert.Equal([.. all[..3], .. values, .. all[(3 + length)..]], buffer.GetAsArray1D());
    }

    [Theory]
    [InlineData(TestDevice.Cpu)]
    [InlineData(TestDevice.OpenCl)]
    public void Streams_work_side_by_side_and_again_and_again(TestDevice device)
    {
        var accelerator = accelerators[device];
        const int Length = 20_000;
        var values = Enumerable.Range(0, Length).Select(i => i * 7919 % 10_007).ToArray();
        using var providers = new ConcurrentStreamProcessor(accelerator, maxNumConcurrentStreams: 2);
        var results = new int[6][];
        providers.ProcessConcurrently(results.Length, (stream, action) =>
        {
            using var buffer = accelerator.Allocate1D(stream, values);
            using var scan = accelerator.CreateScanProvider<int>(Length);
            using var sort = accelerator.CreateRadixSortProvider<int, AscendingInt32>(Length);
            sort.CreateRadixSort<int, Stride1D.Dense, AscendingInt32>()(stream, buffer.View);
            for (int round = 0; round <= action % 2; ++round)
                scan.CreateScan<int, Stride1D.Dense, Stride1D.Dense, AddInt32>(ScanKind.Inclusive)(stream, buffer.View, buffer.View);
            results[action] = buffer.GetAsArray1D(stream);
        });
        var expected = values.Order().ToArray();
        foreach (int parity in new[] { 0, 1 })
        {
            for (int i = 1; i < Length; ++i)
                expected[i] += expected[i - 1];
            for (int action = parity; action < results.Length; action += 2)
                Assert.Equal(expected, results[action]);
        }
    }

    // x -> Factor * x + Term, modulo 2^32: composition has to keep the order.
    [Theory]
    [InlineData(TestDevice.Cpu, 100_000)]
    [InlineData(TestDevice.CpuDebug, 100)]
    [InlineData(TestDevice.OpenCl, 40_000)]
    [InlineData(TestDevice.Cuda, 5000)]
    public void Structs_of_the_user_are_scanned_in_order(TestDevice device, int length)
    {
        var accelerator = accelerators[device];
        var maps = Enumerable.Range(0, length).Select(i => new Affine { Factor = (uint)(2 * i + 3), Term = (ulong)i * 7919 }).ToArray();
        using var buffer = accelerator.Allocate1D(maps);
        using var provider = accelerator.CreateScanProvider<Affine>(length);
        provider.CreateScan<Affine, Stride1D.Dense, Stride1D.Dense, Compose>(ScanKind.Inclusive)(accelerator.DefaultStream, buffer.View, buffer.View);
        var expected = new Affine[length];
        var running = default(Compose).Identity;
        for (int i = 0; i < length; ++i)
            expected[i] = running = default(Compose).Apply(running, maps[i]);
        Assert.Equal(expected, buffer.GetAsArray1D());
    }

    [Theory]
    [InlineData(TestDevice.Cpu)]
    [InlineData(TestDevice.Cuda)]
    public void Keys_of_the_user_are_sorted_by_their_bits(TestDevice device)
    {
        var accelerator = accelerators[device];
        var values = Enumerable.Range(0, 3000).Select(i => new Affine { Factor = (uint)(i * 7919 % 1009), Term = (ulong)i }).ToArray();
        using var buffer = accelerator.Allocate1D(values);
        using var provider = accelerator.CreateRadixSortProvider<Affine, ByFiveBits>(values.Length);
        provider.CreateRadixSort<Affine, Stride1D.Dense, ByFiveBits>()(accelerator.DefaultStream, buffer.View);
        Assert.Equal(values.OrderBy(value => value.Factor & 31), buffer.GetAsArray1D());
    }

    private readonly struct Numbers : ISequencer<int>
    {
        public int ComputeSequenceElement(LongIndex1D sequenceIndex) => (int)sequenceIndex.X;
    }

    private readonly struct Modulo : IComputeSingleBinOperation<int, Index1D>
    {
        public Index1D ComputeHistogramBin(int value, Index1D numBins) => value % numBins.X;
    }

    private record struct Affine(uint Factor, ulong Term);

    private readonly struct Compose : IScanReduceOperation<Affine>
    {
        public string CLCommand => "";

        public Affine Identity => new() { Factor = 1 };

        public Affine Apply(Affine first, Affine second) =>
            new() { Factor = first.Factor * second.Factor, Term = (uint)(second.Factor * first.Term + second.Term) };

        public void AtomicApply(ref Affine target, Affine value)
        {
        }
    }

    private readonly struct ByFiveBits : IRadixSortOperation<Affine>
    {
        public int NumBits => 5;

        public Affine DefaultValue => default;

        public int ExtractRadixBits(Affine value, int shift, int bitMask) => (int)(value.Factor >> shift) & bitMask;
    }
}
