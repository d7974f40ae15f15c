using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Algorithms.HistogramOperations;
using ILGPU.Runtime;

namespace GpuNet.Engine.Tests.Api.Algorithms;

public sealed class HistogramTests(TestAccelerators accelerators) : IClassFixture<TestAccelerators>
{
    [Theory]
    [MemberData(nameof(TestAccelerators.All), MemberType = typeof(TestAccelerators))]
    public void Values_are_counted_on_top_of_what_is_there(TestDevice device)
    {
        var accelerator = accelerators[device];
        var values = Enumerable.Range(0, 3000).Select(i => i * 7919 % 1009).ToArray();
        using var buffer = accelerator.Allocate1D(values);
        using var bins = accelerator.Allocate1D([10, 20, 30, 40]);
        using var overflow = accelerator.Allocate1D([0]);
        accelerator.Histogram<int, Stride1D.Dense, Modulo>(
            accelerator.DefaultStream, buffer.View, bins.View, overflow.View);
        Assert.Equal(
            Enumerable.Range(0, 4).Select(bin => 10 * (bin + 1) + values.Count(value => value % 4 == bin)),
            bins.GetAsArray1D());
        Assert.Equal(0, overflow.GetAsArray1D()[0]);
    }

    [Fact]
    public void A_full_bin_is_reported()
    {
        Check(int.MaxValue, (accelerator, view, bins, overflow) => accelerator.Histogram<int, Stride1D.Dense, Modulo>(
            accelerator.DefaultStream, view, bins, overflow));
        Check(uint.MaxValue, (accelerator, view, bins, overflow) => accelerator.Histogram<int, Stride1D.Dense, Modulo>(
            accelerator.DefaultStream, view, bins, overflow));
        Check(long.MaxValue, (accelerator, view, bins, overflow) => accelerator.Histogram<int, Stride1D.Dense, Modulo>(
            accelerator.DefaultStream, view, bins, overflow));
        Check(ulong.MaxValue, (accelerator, view, bins, overflow) => accelerator.Histogram<int, Stride1D.Dense, Modulo>(
            accelerator.DefaultStream, view, bins, overflow));
        Check(16_777_216f, (accelerator, view, bins, overflow) => accelerator.Histogram<int, Stride1D.Dense, Modulo>(
            accelerator.DefaultStream, view, bins, overflow));
        Check(9_007_199_254_740_992d, (accelerator, view, bins, overflow) =>
            accelerator.Histogram<int, Stride1D.Dense, Modulo>(
                accelerator.DefaultStream, view, bins, overflow));
    }

    [Fact]
    public void A_value_may_count_in_several_bins()
    {
        var accelerator = accelerators[TestDevice.Cpu];
        using var values = accelerator.Allocate1D([0, 1, 2, 3]);
        using var bins = accelerator.Allocate1D([0, 0, 0, 0]);
        accelerator.HistogramUnchecked<int, Stride1D.Dense, int, AddOne, UpToValue>(
            accelerator.DefaultStream, values.View, bins.View);
        Assert.Equal([4, 3, 2, 1], bins.GetAsArray1D());
    }

    [Theory]
    [MemberData(nameof(TestAccelerators.All), MemberType = typeof(TestAccelerators))]
    public void Fractions_are_counted_in_doubles_and_parts_of_views(TestDevice device)
    {
        var accelerator = accelerators[device];
        using var values = accelerator.Allocate1D(Enumerable.Range(0, 1001).Select(i => i % 100 * 0.01f).ToArray());
        using var bins = accelerator.Allocate1D(new double[4]);
        using var overflow = accelerator.Allocate1D([0]);
        accelerator.Histogram<float, Stride1D.General, Quarter>(
            accelerator.DefaultStream, values.View.SubView(1, 1000).AsGeneral(new Stride1D.General(2)), bins.View, overflow.View);
        // Odd hundredths: 12 or 13 of each quarter, ten times.
        Assert.Equal([120, 130, 120, 130], bins.GetAsArray1D());
    }

    // Four bins of a byte in an integer: an increment that carries over has come to its end.
    [Fact]
    public void Small_bins_are_the_users()
    {
        var accelerator = accelerators[TestDevice.Cpu];
        using var values = accelerator.Allocate1D(Enumerable.Repeat(1, 255).ToArray());
        using var bins = accelerator.Allocate1D(new uint[2]);
        using var overflow = accelerator.Allocate1D([0]);
        var histogram = accelerator.CreateHistogram<int, Stride1D.Dense, uint, Bytes, OneBin>();
        histogram(accelerator.DefaultStream, values.View, bins.View, overflow.View);
        Assert.Equal((255u, 0), (bins.GetAsArray1D()[1], overflow.GetAsArray1D()[0]));
        histogram(accelerator.DefaultStream, values.View.SubView(0, 1), bins.View, overflow.View);
        Assert.Equal(1, overflow.GetAsArray1D()[0]);
    }

    private readonly struct Quarter : IComputeSingleBinOperation<float, Index1D>
    {
        public Index1D ComputeHistogramBin(float value, Index1D numBins) => (int)(value * numBins.X);
    }

    private readonly struct Bytes : IIncrementOperation<uint>
    {
        public void Increment(ref uint target, out bool incrementOverflow) =>
            incrementOverflow = (Atomic.Add(ref target, 1u) & 0xFF) == 0xFF;
    }

    private readonly struct OneBin : IComputeMultiBinOperation<int, uint, Bytes>
    {
        public void ComputeHistogramBins(int value, ArrayView<uint> histogram, in Bytes incrementOperation, out bool incrementOverflow) =>
            incrementOperation.Increment(ref histogram[value], out incrementOverflow);
    }

    private delegate void Run<TBin>(
        Accelerator accelerator, ArrayView1D<int, Stride1D.Dense> view, ArrayView<TBin> bins, ArrayView<int> overflow)
        where TBin : unmanaged;

    private void Check<TBin>(TBin full, Run<TBin> histogram)
        where TBin : unmanaged
    {
        var accelerator = accelerators[TestDevice.Cpu];
        using var values = accelerator.Allocate1D([1, 1]);
        using var bins = accelerator.Allocate1D([full, default]);
        using var overflow = accelerator.Allocate1D([0]);
        histogram(accelerator, values.View, bins.View, overflow.View);
        Assert.Equal(0, overflow.GetAsArray1D()[0]);
        values.CopyFromCPU([0, 1]);
        histogram(accelerator, values.View, bins.View, overflow.View);
        Assert.Equal(1, overflow.GetAsArray1D()[0]);
    }

    private readonly struct Modulo : IComputeSingleBinOperation<int, Index1D>
    {
        public Index1D ComputeHistogramBin(int value, Index1D numBins) => value % numBins.X;
    }

    private readonly struct AddOne : IIncrementOperation<int>
    {
        public void Increment(ref int target, out bool incrementOverflow)
        {
            Atomic.Add(ref target, 1);
            incrementOverflow = false;
        }
    }

    private readonly struct UpToValue : IComputeMultiBinOperation<int, int, AddOne>
    {
        public void ComputeHistogramBins(
            int value, ArrayView<int> histogram, in AddOne incrementOperation, out bool incrementOverflow)
        {
            incrementOverflow = false;
            for (var bin = 0; bin <= value; ++bin)
            {
                incrementOperation.Increment(ref histogram[bin], out var overflow);
                incrementOverflow |= overflow;
            }
        }
    }
}
