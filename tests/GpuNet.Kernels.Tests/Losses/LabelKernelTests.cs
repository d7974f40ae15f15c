using GpuNet.TestKit;

namespace GpuNet.Kernels.Tests;

public class LabelKernelTests
{
    [Theory]
    [EveryDevice]
    public void Labels_become_distributions(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        var labels = device.Upload([2, 0, -1, 3]).View;
        var y = device.Allocate(4 * 3);
        var notes = device.Upload(new int[IndexFault.Length]);
        var fault = notes.View;
        device.Run(
            LabelKernels.Distribute<float, PortableMath>, 12, labels, device.Upload([1f, 1f, 1f]).View, y.View, 3, 0f, -1, 1, fault);
        Assert.Equal([1, 3, 3], notes.Read());
        Assert.Equal([0, 0, 1, 1, 0, 0, 0, 0, 0, float.NaN, float.NaN, float.NaN], y.Read());
        device.Run(
            LabelKernels.Distribute<float, PortableMath>, 12, labels, device.Upload([1f, 2f, 4f]).View, y.View, 3, 0.75f, 3, 1, fault);
        Assert.Equal([1, -1, 3], notes.Read());
        Assert.Equal([0.25f, 0.5f, 2, 0.5f, 0.5f, 1, float.NaN, float.NaN, float.NaN, 0, 0, 0], y.Read());
    }
}
