using GpuNet.TestKit;
using ILGPU;

namespace GpuNet.Kernels.Tests;

/// <summary>Sums and the last by index against loops of the host, in the order that is promised, with indices out of range.</summary>
public class OwnedIndexKernelTests
{
    private const int Outer = 2, Count = 9, Axis = 4, Inner = 21;

    private static readonly int[] Line = [2, 0, 2, -1, 3, 2, 0, 4, 0];

    [Theory]
    [EveryDevice]
    public void Slices_are_added_up_in_the_order_of_their_indices(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        var x = SampleData.Floats(1, Outer * Count * Inner);
        var expected = new float[Outer * Axis * Inner];
        for (var o = 0; o < Outer; o++)
        {
            for (var k = 0; k < Count; k++)
            {
                for (var j = 0; j < Inner && Line[k] is >= 0 and < Axis; j++)
                    expected[(o * Axis + Line[k]) * Inner + j] += x[(o * Count + k) * Inner + j];
            }
        }

        foreach (var strips in (int[])[1, 3])
        {
            var (y, fault) = (device.Allocate(expected.Length, 0), device.Upload(new int[IndexFault.Length]));
            device.RunGrouped(
                OwnedIndexKernels.SliceSums<float>, new KernelConfig(Outer * strips, device.GroupSizes.Last()), device.Upload(x).View,
                device.Upload(Line).View, y.View, Axis, Count, Inner, strips, fault.View);
            SampleData.AssertSameBits(expected, y.Read());
            Assert.Contains(fault.Read()[1], (int[])[-1, 4]);
        }
    }

    [Theory]
    [EveryDevice]
    public void The_last_of_an_index_wins(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        var indices = Enumerable.Range(0, Outer * Count * Inner).Select(i => Line[(i / Inner + i % Inner * 3) % Count]).ToArray();
        var expected = Enumerable.Repeat(-1, Outer * Axis * Inner).ToArray();
        for (var i = 0; i < indices.Length; i++)
        {
            var (o, k, j) = (i / (Count * Inner), i / Inner % Count, i % Inner);
            if (indices[i] is >= 0 and < Axis)
                expected[(o * Axis + indices[i]) * Inner + j] = k;
        }

        foreach (var size in device.GroupSizes)
        {
            var (y, fault) = (device.Upload(Enumerable.Repeat(-1, expected.Length).ToArray()), device.Upload(new int[IndexFault.Length]));
            device.RunGrouped(
                OwnedIndexKernels.Last, new KernelConfig(Outer * ((Inner + size - 1) / size), size), device.Upload(indices).View, y.View,
                Axis, Count, Inner, fault.View);
            Assert.Equal(expected, y.Read());
            Assert.Equal(1, fault.Read()[0]);
        }
    }
}
