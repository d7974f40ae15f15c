using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Algorithms.ScanReduceOperations;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Api.Algorithms;

public sealed class ScanTests(TestAccelerators accelerators) : IClassFixture<TestAccelerators>
{
    public static TheoryData<TestDevice, ScanKind, int> Cases
    {
        get
        {
            var data = new TheoryData<TestDevice, ScanKind, int>();
            foreach (var length in new[] { 1, 1000, 1025, 70_001 })
            {
                data.Add(TestDevice.Cpu, ScanKind.Inclusive, length);
                data.Add(TestDevice.Cpu, ScanKind.Exclusive, length);
            }
            data.Add(TestDevice.CpuDebug, ScanKind.Inclusive, 1);
            data.Add(TestDevice.CpuDebug, ScanKind.Exclusive, 150);
            data.Add(TestDevice.OpenCl, ScanKind.Inclusive, 1);
            data.Add(TestDevice.OpenCl, ScanKind.Exclusive, 20_001);
            // Processors walk through tiles; here groups share them.
            data.Add(TestDevice.Cuda, ScanKind.Inclusive, 9001);
            data.Add(TestDevice.Cuda, ScanKind.Exclusive, 9001);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Views_are_scanned_as_a_whole(TestDevice device, ScanKind kind, int length)
    {
        var accelerator = accelerators[device];
        var values = Enumerable.Range(0, length).Select(i => i * 7919 % 1009 - 300).ToArray();
        using var input = accelerator.Allocate1D(values);
        using var output = accelerator.Allocate1D<int>(length);
        using var provider = accelerator.CreateScanProvider<int>(length);
        provider.CreateScan<int, Stride1D.Dense, Stride1D.Dense, AddInt32>(kind)(
            accelerator.DefaultStream, input.View, output.View);
        var sums = RunningSums(values);
        Assert.Equal(kind == ScanKind.Inclusive ? sums.Skip(1) : sums.SkipLast(1), output.GetAsArray1D());
    }

    [Fact]
    public void A_strided_view_is_scanned_in_place()
    {
        var accelerator = accelerators[TestDevice.Cpu];
        var values = Enumerable.Range(0, 3000).Select(i => (long)i).ToArray();
        using var buffer = accelerator.Allocate1D(values);
        using var temp = accelerator.Allocate1D<int>(accelerator.ComputeScanTempStorageSize<long>(1000).X);
        var everyThird = buffer.AsContiguous().AsGeneral(new Stride1D.General(3));
        accelerator.CreateScan<long, Stride1D.General, Stride1D.General, MaxInt64>(ScanKind.Exclusive)(
            accelerator.DefaultStream, everyThird, everyThird, temp.View);
        var result = buffer.GetAsArray1D();
        Assert.Equal(long.MinValue, result[0]);
        Assert.All(Enumerable.Range(1, 2999), i => Assert.Equal(i % 3 == 0 ? i - 3 : i, result[i]));
    }

    [Fact]
    public void Too_little_room_is_refused()
    {
        var accelerator = accelerators[TestDevice.Cpu];
        using var buffer = accelerator.Allocate1D<int>(10);
        var scan = accelerator.CreateScan<int, Stride1D.Dense, Stride1D.Dense, AddInt32>(ScanKind.Inclusive);
        Assert.Throws<ArgumentOutOfRangeException>(
            () => scan(accelerator.DefaultStream, buffer.View, buffer.View, ArrayView<int>.Empty));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => scan(accelerator.DefaultStream, buffer.View, buffer.View.SubView(0, 9), buffer.View));
    }

    private static IEnumerable<int> RunningSums(int[] values)
    {
        var sum = 0;
        yield return 0;
        foreach (var value in values)
            yield return sum += value;
    }
}
