using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Algorithms.ComparisonOperations;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Api.Algorithms;

public sealed class UniqueTests(TestAccelerators accelerators) : IClassFixture<TestAccelerators>
{
    public static TheoryData<TestDevice, int> Lengths => new()
    {
        { TestDevice.Cpu, 1 },
        { TestDevice.Cpu, 1025 },
        { TestDevice.Cpu, 70_001 },
        { TestDevice.CpuDebug, 150 },
        { TestDevice.OpenCl, 20_001 },
        { TestDevice.Cuda, 9001 },
    };

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Repeated_neighbours_leave(TestDevice device, int length)
    {
        var accelerator = accelerators[device];
        var random = new Random(length);
        var values = Enumerable.Range(0, length).Select(_ => random.Next(3)).ToArray();
        using var buffer = accelerator.Allocate1D(values);
        var count = accelerator.Unique(accelerator.DefaultStream, buffer.AsContiguous());
        var expected = values.Where((value, i) => i == 0 || value != values[i - 1]).ToArray();
        Assert.Equal(expected.Length, count);
        Assert.Equal(expected, buffer.GetAsArray1D()[..expected.Length]);
    }

    [Fact]
    public void An_empty_view_has_none()
    {
        var accelerator = accelerators[TestDevice.Cpu];
        Assert.Equal(0, accelerator.Unique(accelerator.DefaultStream, ArrayView<double>.Empty));
    }

    [Fact]
    public void Every_type_is_compared()
    {
        Check<sbyte>((accelerator, view) => accelerator.Unique(accelerator.DefaultStream, view), [-1, -1, 2, -1], 3);
        Check<short>((accelerator, view) => accelerator.Unique(accelerator.DefaultStream, view), [-1, -1, 2, -1], 3);
        Check<long>((accelerator, view) => accelerator.Unique(accelerator.DefaultStream, view), [long.MinValue, 0, 0], 2);
        Check<byte>((accelerator, view) => accelerator.Unique(accelerator.DefaultStream, view), [0, 255, 255], 2);
        Check<ushort>((accelerator, view) => accelerator.Unique(accelerator.DefaultStream, view), [0, 65535, 65535], 2);
        Check<uint>((accelerator, view) => accelerator.Unique(accelerator.DefaultStream, view), [0, uint.MaxValue, uint.MaxValue], 2);
        Check<ulong>((accelerator, view) => accelerator.Unique(accelerator.DefaultStream, view), [0, ulong.MaxValue, ulong.MaxValue], 2);
        Check<ILGPU.Half>((accelerator, view) => accelerator.Unique(accelerator.DefaultStream, view), [(ILGPU.Half)1, ILGPU.Half.NaN, ILGPU.Half.NaN, (ILGPU.Half)2], 3);
        // .NET orders NaN before all numbers.
        Check<float>((accelerator, view) => accelerator.Unique(accelerator.DefaultStream, view), [1, float.NaN, float.NaN, 2, 2], 3);
        Check<double>((accelerator, view) => accelerator.Unique(accelerator.DefaultStream, view), [double.NaN, 1, 1, -0.0, 0], 3);
        Assert.All(
            new[] { (1.5, 2.5), (2.5, 1.5), (double.NaN, 1), (1, double.NaN), (double.NaN, double.NaN), (0, -0.0) },
            pair => Assert.Equal(pair.Item1.CompareTo(pair.Item2), default(ComparisonDouble).Compare(pair.Item1, pair.Item2)));
    }

    private void Check<T>(Func<Accelerator, ArrayView<T>, long> unique, T[] values, long expected)
        where T : unmanaged
    {
        var accelerator = accelerators[TestDevice.Cpu];
        using var buffer = accelerator.Allocate1D(values);
        Assert.Equal(expected, unique(accelerator, buffer.View));
        Assert.Equal(
            values.Where((value, i) => i == 0 || !EqualityComparer<T>.Default.Equals(value, values[i - 1])), buffer.GetAsArray1D()[..(int)expected]);
    }

    [Fact]
    public void The_comparison_decides()
    {
        var accelerator = accelerators[TestDevice.Cpu];
        using var buffer = accelerator.Allocate1D([1, 11, 21, 2, 12, 1]);
        Assert.Equal(3, accelerator.Unique<int, LastDigit>(accelerator.DefaultStream, buffer.AsContiguous()));
        Assert.Equal([1, 2, 1], buffer.GetAsArray1D()[..3]);
    }

    private readonly struct LastDigit : IComparisonOperation<int>
    {
        public int Compare(int first, int second) => first % 10 - second % 10;
    }
}
