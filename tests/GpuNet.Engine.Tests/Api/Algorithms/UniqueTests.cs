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
