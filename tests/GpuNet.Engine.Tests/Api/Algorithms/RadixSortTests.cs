using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Algorithms.RadixSortOperations;
using ILGPU.Algorithms.Sequencers;
using ILGPU.Runtime;
using Half = ILGPU.Half;

namespace GpuNet.Engine.Tests.Api.Algorithms;

public sealed class RadixSortTests(TestAccelerators accelerators) : IClassFixture<TestAccelerators>
{
    public static TheoryData<TestDevice, int> Lengths => new()
    {
        { TestDevice.Cpu, 1 },
        { TestDevice.Cpu, 1023 },
        { TestDevice.Cpu, 70_001 },
        { TestDevice.CpuDebug, 150 },
        { TestDevice.OpenCl, 20_001 },
        { TestDevice.Cuda, 9001 },
    };

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Integers_are_sorted(TestDevice device, int length)
    {
        var values = Values(length, random => random.Next(int.MinValue, int.MaxValue));
        Assert.Equal(values.Order(), Sorted<int, AscendingInt32>(device, values));
    }

    [Fact]
    public void Every_type_is_sorted_both_ways()
    {
        Check<sbyte, AscendingInt8, DescendingInt8>(random => (sbyte)random.Next());
        Check<short, AscendingInt16, DescendingInt16>(random => (short)random.Next());
        Check<int, AscendingInt32, DescendingInt32>(random => random.Next(-5, 5));
        Check<long, AscendingInt64, DescendingInt64>(random => random.NextInt64(long.MinValue, long.MaxValue));
        Check<byte, AscendingUInt8, DescendingUInt8>(random => (byte)random.Next());
        Check<ushort, AscendingUInt16, DescendingUInt16>(random => (ushort)random.Next());
        Check<uint, AscendingUInt32, DescendingUInt32>(random => (uint)random.NextInt64());
        Check<ulong, AscendingUInt64, DescendingUInt64>(random => (ulong)random.NextInt64() << 1);
        Check<Half, AscendingHalf, DescendingHalf>(random => (Half)(random.NextSingle() * 2000 - 1000));
        Check<float, AscendingFloat, DescendingFloat>(random => (random.NextSingle() - 0.5f) * 1e30f);
        Check<double, AscendingDouble, DescendingDouble>(random => (random.NextDouble() - 0.5) * 1e300);
    }

    [Fact]
    public void Zeros_infinities_and_NaN_have_their_place()
    {
        float[] order =
        [
            BitConverter.UInt32BitsToSingle(0xFFC0_0000), float.NegativeInfinity, float.MinValue, -float.Epsilon, -0.0f,
            0.0f, float.Epsilon, float.MaxValue,
            float.PositiveInfinity, BitConverter.UInt32BitsToSingle(0x7FC0_0000),
        ];
        var shuffled = order.ToArray();
        new Random(3).Shuffle(shuffled);
        var sorted = Sorted<float, AscendingFloat>(TestDevice.Cpu, shuffled);
        Assert.Equal(order.Select(BitConverter.SingleToInt32Bits), sorted.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void A_strided_view_is_sorted_in_place()
    {
        var accelerator = accelerators[TestDevice.Cpu];
        var values = Values(900, random => random.Next(100));
        using var buffer = accelerator.Allocate1D(values);
        using var provider = accelerator.CreateRadixSortProvider<int, AscendingInt32>(300);
        provider.CreateRadixSort<int, Stride1D.General, AscendingInt32>()(
            accelerator.DefaultStream, buffer.AsContiguous().AsGeneral(new Stride1D.General(3)));
        var third = values.Where((_, i) => i % 3 == 0).Order().ToArray();
        Assert.Equal(values.Select((value, i) => i % 3 == 0 ? third[i / 3] : value), buffer.GetAsArray1D());
    }

    [Theory]
    [MemberData(nameof(TestAccelerators.All), MemberType = typeof(TestAccelerators))]
    public void Pairs_are_sorted_by_key_and_equal_keys_stay_in_order(TestDevice device)
    {
        var accelerator = accelerators[device];
        var keys = Values(500, random => random.Next(20));
        var values = Enumerable.Range(0, 500).Select(i => i * 0.5).ToArray();
        using var keyBuffer = accelerator.Allocate1D(keys);
        using var valueBuffer = accelerator.Allocate1D(values);
        using var provider = accelerator.CreateRadixSortProvider<int, double, DescendingInt32>(500);
        provider.CreateRadixSortPairs<int, Stride1D.Dense, double, Stride1D.Dense, DescendingInt32>()(
            accelerator.DefaultStream, keyBuffer.View, valueBuffer.View);
        var expected = keys.Zip(values).OrderByDescending(pair => pair.First).ToArray();
        Assert.Equal(expected.Select(pair => pair.First), keyBuffer.GetAsArray1D());
        Assert.Equal(expected.Select(pair => pair.Second), valueBuffer.GetAsArray1D());
    }

    [Fact]
    public void A_sequencer_makes_the_values()
    {
        var accelerator = accelerators[TestDevice.Cpu];
        var keys = Values(5000, random => random.NextSingle());
        using var keyBuffer = accelerator.Allocate1D(keys);
        using var indices = accelerator.Allocate1D<int>(5000);
        using var temp = accelerator.Allocate1D<int>(
            accelerator.ComputeRadixSortPairsTempStorageSize<float, int, AscendingFloat>(5000).X);
        accelerator.CreateRadixSortPairs<
            float, Stride1D.Dense, int, Stride1D.Dense, Numbers, AscendingFloat>()(
            accelerator.DefaultStream, keyBuffer.View, indices.View, default, temp.View);
        Assert.Equal(Enumerable.Range(0, 5000).OrderBy(i => keys[i]), indices.GetAsArray1D());
    }

    [Fact]
    public void A_pair_is_its_key_to_the_sort()
    {
        var pair = new RadixSortExtensions.RadixSortPair<int, double>(5, 2.5);
        RadixSortExtensions.RadixSortPairsOperation<int, double, AscendingInt32> operation = default;
        Assert.Equal("5, 2.5", pair.ToString());
        Assert.Equal((32, int.MaxValue), (operation.NumBits, operation.DefaultValue.Key));
        Assert.Equal(default(AscendingInt32).ExtractRadixBits(5, 1, 3), operation.ExtractRadixBits(pair, 1, 3));
    }

    [Fact]
    public void Too_little_room_is_refused()
    {
        var accelerator = accelerators[TestDevice.Cpu];
        using var buffer = accelerator.Allocate1D<int>(100);
        var sort = accelerator.CreateRadixSort<int, Stride1D.Dense, AscendingInt32>();
        Assert.Throws<ArgumentOutOfRangeException>(
            () => sort(accelerator.DefaultStream, buffer.View, buffer.View));
    }

    private static T[] Values<T>(int length, Func<Random, T> next)
    {
        var random = new Random(length);
        return Enumerable.Range(0, length).Select(_ => next(random)).ToArray();
    }

    private void Check<T, TAscending, TDescending>(Func<Random, T> next)
        where T : unmanaged, IComparable<T>
        where TAscending : struct, IRadixSortOperation<T>
        where TDescending : struct, IRadixSortOperation<T>
    {
        var values = Values(1500, next);
        Assert.Equal(values.Order(), Sorted<T, TAscending>(TestDevice.Cpu, values));
        Assert.Equal(values.OrderDescending(), Sorted<T, TDescending>(TestDevice.Cpu, values));
        Assert.All(values, value => Assert.True(value.CompareTo(default(TAscending).DefaultValue) <= 0));
        Assert.All(values, value => Assert.True(value.CompareTo(default(TDescending).DefaultValue) >= 0));
    }

    private T[] Sorted<T, TOperation>(TestDevice device, T[] values)
        where T : unmanaged
        where TOperation : struct, IRadixSortOperation<T>
    {
        var accelerator = accelerators[device];
        using var buffer = accelerator.Allocate1D(values);
        using var temp = accelerator.Allocate1D<int>(
            accelerator.ComputeRadixSortTempStorageSize<T, TOperation>(values.Length).X);
        accelerator.CreateRadixSort<T, Stride1D.Dense, TOperation>()(accelerator.DefaultStream, buffer.View, temp.View);
        return buffer.GetAsArray1D();
    }

    private readonly struct Numbers : ISequencer<int>
    {
        public int ComputeSequenceElement(LongIndex1D sequenceIndex) => (int)sequenceIndex.X;
    }
}
