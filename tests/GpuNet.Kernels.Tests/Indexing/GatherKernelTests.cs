using GpuNet.TestKit;
using ILGPU;

namespace GpuNet.Kernels.Tests;

/// <summary>What kernels do with an index that is out of range: they note it, and touch nothing that is not theirs.</summary>
public class GatherKernelTests
{
    [Theory]
    [EveryDevice]
    public void An_index_out_of_range_selects_what_was_said_and_is_noted(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        var x = device.Upload([1f, 2, 3, 4, 5, 6]).View;
        foreach (var wrong in (int[])[-1, 3, int.MaxValue, int.MinValue])
        {
            var fault = device.Upload(new int[IndexFault.Length]);
            var y = device.Allocate(4);
            device.Run(GatherKernels.Elements<float>, 4,
                x, device.Upload([2, 0, wrong, 1]).View, y.View, 3, 2, 2, -7f, fault.View);
            Assert.Equal([5, 2, -7, 4], y.Read());
            Assert.Equal([1, wrong, 3], fault.Read());

            fault = device.Upload(new int[IndexFault.Length]);
            y = device.Allocate(4);
            device.Run(GatherKernels.Slices<float>, 4, x, device.Upload([wrong, 1]).View, y.View, 3, 2, 2, -7f, fault.View);
            Assert.Equal([-7, -7, 3, 4], y.Read());
            Assert.Equal([1, wrong, 3], fault.Read());

            fault = device.Upload(new int[IndexFault.Length]);
            y = device.Allocate(4);
            device.Run(GatherKernels.LineElements<float>, 4,
                x, device.Upload([2, 0, wrong, 1]).View, y.View, 3, 2, -7f, fault.View);
            Assert.Equal([3, 1, -7, 5], y.Read());
            Assert.Equal([1, wrong, 3], fault.Read());

            fault = device.Upload(new int[IndexFault.Length]);
            y = device.Allocate(4);
            device.Run(GatherKernels.LineSlices<float>, 4, x, device.Upload([wrong, 1]).View, y.View, 3, 2, -7f, fault.View);
            Assert.Equal([-7, 2, -7, 5], y.Read());
            Assert.Equal([1, wrong, 3], fault.Read());

            fault = device.Upload(new int[IndexFault.Length]);
            y = device.Allocate(4);
            device.RunGrouped(GatherKernels.LongSlices<float>, new KernelConfig(2, 2),
                x, device.Upload([wrong, 1]).View, y.View, 3, 2, 2, -7f, fault.View);
            Assert.Equal([-7, -7, 3, 4], y.Read());
            Assert.Equal([1, wrong, 3], fault.Read());
        }
    }

    [Theory]
    [EveryDevice]
    public void Indices_in_range_leave_no_note(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        var fault = device.Upload(new int[IndexFault.Length]);
        var y = device.Allocate(3);
        device.Run(GatherKernels.Elements<float>, 3,
            device.Upload([1f, 2, 3]).View, device.Upload([2, 0, 1]).View, y.View, 3, 3, 1, -7f, fault.View);
        Assert.Equal([3, 1, 2], y.Read());
        var starts = device.Upload(new int[4]);
        device.Run(SegmentedIndexKernels.Starts, 4, device.Upload([0, 0, 2]).View, starts.View, 3, 3, fault.View);
        Assert.Equal([0, 2, 2, 3], starts.Read());
        Assert.Equal([0, 0, 0], fault.Read());
    }

    [Theory]
    [EveryDevice]
    public void The_ends_of_sorted_indices_tell_whether_one_is_out_of_range(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        foreach (var (sorted, wrong) in ((int[], int)[])[([-5, 0, 2], -5), ([0, 1, 3], 3)])
        {
            var fault = device.Upload(new int[IndexFault.Length]);
            var starts = device.Upload(new int[4]);
            device.Run(SegmentedIndexKernels.Starts, 4, device.Upload(sorted).View, starts.View, 3, 3, fault.View);
            Assert.Equal([1, wrong, 3], fault.Read());
        }
    }

    [Theory]
    [EveryDevice]
    public void Long_indices_that_do_not_fit_stay_out_of_range(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        var y = device.Upload(new int[6]);
        device.Run(IndexKernels.Narrow, 6,
            device.Upload([0L, -3L, 1L << 32, long.MinValue, int.MaxValue, int.MinValue]).View, y.View);
        Assert.Equal([0, -3, int.MaxValue, int.MinValue, int.MaxValue, int.MinValue], y.Read());
    }
}
