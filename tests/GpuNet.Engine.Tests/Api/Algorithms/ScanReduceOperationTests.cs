using System.Numerics;
using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Algorithms.ScanReduceOperations;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Api.Algorithms;

/// <summary>The operations of every type: alone, atomically, over groups, and over views.</summary>
public sealed class ScanReduceOperationTests(TestAccelerators accelerators) : IClassFixture<TestAccelerators>
{
    public static TheoryData<TestDevice> Devices => [TestDevice.Cpu, TestDevice.CpuDebug, TestDevice.OpenCl, TestDevice.Cuda];

    [Theory]
    [MemberData(nameof(Devices))]
    public void Operations_apply_atomically(TestDevice device)
    {
        CheckAtomics<int, AddInt32, MinInt32, MaxInt32>(device);
        CheckAtomics<long, AddInt64, MinInt64, MaxInt64>(device);
        CheckAtomics<uint, AddUInt32, MinUInt32, MaxUInt32>(device);
        CheckAtomics<ulong, AddUInt64, MinUInt64, MaxUInt64>(device);
        CheckAtomics<float, AddFloat, MinFloat, MaxFloat>(device);
        CheckAtomics<double, AddDouble, MinDouble, MaxDouble>(device);
    }

    [Theory]
    [InlineData(TestDevice.Cpu)]
    [InlineData(TestDevice.CpuDebug)]
    public void Groups_are_reduced_and_scanned(TestDevice device)
    {
        CheckGroups<int, AddInt32, MinInt32, MaxInt32>(device);
        CheckGroups<long, AddInt64, MinInt64, MaxInt64>(device);
        CheckGroups<uint, AddUInt32, MinUInt32, MaxUInt32>(device);
        CheckGroups<ulong, AddUInt64, MinUInt64, MaxUInt64>(device);
        CheckGroups<float, AddFloat, MinFloat, MaxFloat>(device);
        CheckGroups<double, AddDouble, MinDouble, MaxDouble>(device);
    }

    // Compilers of GPU code take long for each of these kernels.
    [Theory]
    [InlineData(TestDevice.OpenCl)]
    [InlineData(TestDevice.Cuda)]
    public void Groups_of_GPUs_are_reduced_and_scanned(TestDevice device) =>
        CheckGroups<double, AddDouble, MinDouble, MaxDouble>(device);

    [Fact]
    public void Views_are_reduced_and_scanned_by_every_operation()
    {
        CheckOnViews<int, AddInt32, MinInt32, MaxInt32>();
        CheckOnViews<long, AddInt64, MinInt64, MaxInt64>();
        CheckOnViews<uint, AddUInt32, MinUInt32, MaxUInt32>();
        CheckOnViews<ulong, AddUInt64, MinUInt64, MaxUInt64>();
        CheckOnViews<float, AddFloat, MinFloat, MaxFloat>();
        CheckOnViews<double, AddDouble, MinDouble, MaxDouble>();
    }

    [Fact]
    public void Extrema_of_floats_keep_infinities_and_NaN()
    {
        var accelerator = accelerators[TestDevice.Cpu];
        using var infinite = accelerator.Allocate1D([1, float.NegativeInfinity, float.PositiveInfinity]);
        using var nan = accelerator.Allocate1D([1, double.NaN, 2]);
        var stream = accelerator.DefaultStream;
        Assert.Equal(float.NegativeInfinity, accelerator.Reduce<float, MinFloat>(stream, infinite.View));
        Assert.Equal(float.PositiveInfinity, accelerator.Reduce<float, MaxFloat>(stream, infinite.View));
        Assert.Equal(double.NaN, accelerator.Reduce<double, MaxDouble>(stream, nan.View));
        Assert.Equal(double.NaN, accelerator.Reduce<double, MinDouble>(stream, nan.View));
    }

    private static T[] Values<T>(int length)
        where T : INumber<T> =>
        [.. Enumerable.Range(0, length).Select(i => T.CreateChecked(100 + i * 7919 % 1009))];

    private void CheckAtomics<T, TAdd, TMin, TMax>(TestDevice device)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
        where TAdd : struct, IScanReduceOperation<T>
        where TMin : struct, IScanReduceOperation<T>
        where TMax : struct, IScanReduceOperation<T>
    {
        var values = Values<T>(60);
        Assert.Equal(
            [T.One + Sum(values), values.Min(), values.Max()],
            Run(device, ApplyAtomically<T, TAdd, TMin, TMax>, values, [T.One, T.CreateChecked(500), T.CreateChecked(500)]));
        Assert.Equal(("add", "min", "max"), (default(TAdd).CLCommand, default(TMin).CLCommand, default(TMax).CLCommand));
        Assert.Equal(T.Zero, default(TAdd).Identity);
        Assert.All([T.MinValue, T.MaxValue], value => Assert.Equal(value, default(TMin).Apply(default(TMin).Identity, value)));
        Assert.All([T.MinValue, T.MaxValue], value => Assert.Equal(value, default(TMax).Apply(default(TMax).Identity, value)));
    }

    private void CheckGroups<T, TAdd, TMin, TMax>(TestDevice device)
        where T : unmanaged, INumber<T>
        where TAdd : struct, IScanReduceOperation<T>
        where TMin : struct, IScanReduceOperation<T>
        where TMax : struct, IScanReduceOperation<T>
    {
        var values = Values<T>(60);
        var results = Run(device, OverGroups<T, TAdd, TMin, TMax>, values, new T[180]);
        for (int i = 0; i < values.Length; ++i)
        {
            var group = values[(i / 20 * 20)..(i / 20 * 20 + 20)];
            T[] expected = [Sum(group), group.Min(), group.Take(i % 20 + 1).Max()];
            Assert.Equal(expected, results[(3 * i)..(3 * i + 3)]);
        }
    }

    private static T Sum<T>(T[] values)
        where T : INumber<T> =>
        values.Aggregate((a, b) => a + b);

    private T[] Run<T>(TestDevice device, Action<ArrayView<T>, ArrayView<T>> kernel, T[] values, T[] initial)
        where T : unmanaged
    {
        var accelerator = accelerators[device];
        using var input = accelerator.Allocate1D(values);
        using var results = accelerator.Allocate1D(initial);
        accelerator.Launch(kernel, (3, 20), input.View, results.View);
        accelerator.Synchronize();
        return results.GetAsArray1D();
    }

    private static void ApplyAtomically<T, TAdd, TMin, TMax>(ArrayView<T> input, ArrayView<T> results)
        where T : unmanaged
        where TAdd : struct, IScanReduceOperation<T>
        where TMin : struct, IScanReduceOperation<T>
        where TMax : struct, IScanReduceOperation<T>
    {
        var value = input[Grid.GlobalIndex.X];
        default(TAdd).AtomicApply(ref results[0], value);
        default(TMin).AtomicApply(ref results[1], value);
        default(TMax).AtomicApply(ref results[2], value);
    }

    private static void OverGroups<T, TAdd, TMin, TMax>(ArrayView<T> input, ArrayView<T> results)
        where T : unmanaged
        where TAdd : struct, IScanReduceOperation<T>
        where TMin : struct, IScanReduceOperation<T>
        where TMax : struct, IScanReduceOperation<T>
    {
        var i = Grid.GlobalIndex.X;
        var value = input[i];
        results[3 * i] = GroupExtensions.Reduce<T, TAdd>(value);
        results[3 * i + 1] = GroupExtensions.AllReduce<T, TMin>(value);
        results[3 * i + 2] = GroupExtensions.InclusiveScan<T, TMax>(value);
    }

    private void CheckOnViews<T, TAdd, TMin, TMax>()
        where T : unmanaged, INumber<T>
        where TAdd : struct, IScanReduceOperation<T>
        where TMin : struct, IScanReduceOperation<T>
        where TMax : struct, IScanReduceOperation<T>
    {
        CheckOnViews<T, TAdd>((a, b) => a + b);
        CheckOnViews<T, TMin>(T.Min);
        CheckOnViews<T, TMax>(T.Max);
    }

    private void CheckOnViews<T, TOperation>(Func<T, T, T> apply)
        where T : unmanaged, INumber<T>
        where TOperation : struct, IScanReduceOperation<T>
    {
        var accelerator = accelerators[TestDevice.Cpu];
        var values = Values<T>(16_400);
        using var input = accelerator.Allocate1D(values);
        using var output = accelerator.Allocate1D<T>(values.Length);
        Assert.Equal(values.Aggregate(apply), accelerator.Reduce<T, TOperation>(accelerator.DefaultStream, input.View));
        using var provider = accelerator.CreateScanProvider(values.Length);
        foreach (var kind in new[] { ScanKind.Inclusive, ScanKind.Exclusive })
        {
            provider.CreateScan<T, Stride1D.Dense, Stride1D.Dense, TOperation>(kind)(accelerator.DefaultStream, input.View, output.View);
            var running = default(TOperation).Identity;
            var scanned = output.GetAsArray1D();
            for (int i = 0; i < values.Length; ++i)
            {
                var before = running;
                running = apply(running, values[i]);
                Assert.Equal(kind == ScanKind.Inclusive ? running : before, scanned[i]);
            }
        }
    }
}
