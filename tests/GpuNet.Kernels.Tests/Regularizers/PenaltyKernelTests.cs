using GpuNet.TestKit;

namespace GpuNet.Kernels.Tests;

/// <summary>The gradient that a regularizer adds.</summary>
public class PenaltyKernelTests
{
    [Theory]
    [EveryDevice]
    public void Gradients_are_added_to_what_is_there_and_zero_weights_get_none_of_l1(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        float[] weights = [-2, -0.5f, -0f, 0, 0.25f, 3];
        var gradient = device.Allocate(6, 1);
        device.Run(PenaltyKernels.AddGradient<L1Penalty, float, PortableMath>, 6,
            device.Upload(weights).View, gradient.View, new L1Penalty(0.5f));
        Assert.Equal([0.5f, 0.5f, 1, 1, 1.5f, 1.5f], gradient.Read());
        gradient = device.Allocate(6, 1);
        device.Run(PenaltyKernels.AddGradient<L2Penalty, float, PortableMath>, 6,
            device.Upload(weights).View, gradient.View, new L2Penalty(0.5f));
        Assert.Equal([0, 0.75f, 1, 1, 1.125f, 2.5f], gradient.Read());
    }
}
