using GpuNet.Engine.Tests.Frontend;
using ILGPU;

namespace GpuNet.Engine.Tests.BackendsSimd;

/// <summary>Integers that step from lane to lane and wrap between two lanes.</summary>
public class WrappedIndexTests
{
    private const int Extent = 40;

    [Fact]
    public void Wrapped_values_are_extended_as_they_are() => KernelCheck.Items(Extent, Extend, new long[Extent], 1103515245);

    [Fact]
    public void Wrapped_values_are_compared_as_they_are() => KernelCheck.Items(Extent, Compare, new int[Extent], int.MaxValue - 20, 0x11111111);

    [Fact]
    public void Lanes_as_far_apart_as_integers_go_are_on_both_sides_of_zero() =>
        KernelCheck.Groups((2, 1, 1), (16, 1, 1), Sides, new int[32], 0x10000000);

    [Fact]
    public void Strides_wrap_as_their_values_do() => KernelCheck.Items(Extent, Gather, Enumerable.Range(5, Extent).ToArray(), new int[Extent], 0x7fffffff, 0x100000001);

    [Fact]
    public void Indices_may_wrap_and_wrap_back() =>
        KernelCheck.Items(Extent, Back, Enumerable.Range(5, Extent).ToArray(), new int[Extent], int.MaxValue - 20, int.MinValue + 10);

    private static void Extend(Index1D index, ArrayView<long> results, int factor)
    {
        long far = index * 1103515245;
        long near = index + 2147483640;
        long dynamic = index * factor;
        results[index] = far / 3 + near + dynamic * 5;
    }

    private static void Compare(Index1D index, ArrayView<int> results, int start, int factor)
    {
        int item = index.X;
        if (index + start > 7)
            results[index] += 1;
        if ((long)(item + start) > 7)
            results[index] += 2;
        if (index * factor < 1000)
            results[index] += 4;
        if ((long)(item * factor) < 1000)
            results[index] += 8;
        if ((long)(item * 0x11111111) < 1000L * factor)
            results[index] += 16;
        if ((long)(item * 0x11111111) > 7L * factor - 7L * 0x11111112)
            results[index] += 64;
        if ((long)(item * factor) >= 3L * factor - 3L * 0x11111112)
            results[index] += 128;
        for (long k = item * factor; k < 2000000000; k += 1000000000)
            results[index] += 32;
    }

    private static void Sides(ArrayView<int> results, int factor)
    {
        if (Group.IdxX * 0x10000000 < 0)
            results[Grid.GlobalIndex.X] += 1;
        if (Group.IdxX * 0x20000000 < 0)
            results[Grid.GlobalIndex.X] += 2;
        if (Group.IdxX * factor < 0)
            results[Grid.GlobalIndex.X] += 4;
        if ((Group.IdxX << 29) >= 0)
            results[Grid.GlobalIndex.X] += 8;
    }

    private static void Gather(Index1D index, ArrayView<int> values, ArrayView<int> results, int half, long far)
    {
        int item = index.X;
        results[index] = values[(int)(item * 0x100000001)] + values[item * 0x7fffffff + item * 0x7fffffff + item * 3] * 3;
        results[index] ^= values[(int)(item * far)] * 7 + values[item * half + item * half + item * 3] * 11;
    }

    private static void Back(Index1D index, ArrayView<int> values, ArrayView<int> results, int high, int low)
    {
        int item = index.X;
        results[index] = values[high + item - (int.MaxValue - 20)];
        results[index] += values[low + item + (int.MaxValue - 9)] * 3;
    }
}
