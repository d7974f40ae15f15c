using GpuNet.TestKit;
using ILGPU;

namespace GpuNet.Kernels.Tests;

/// <summary>Softmax cross-entropy over class indices, as items and as groups.</summary>
public class CrossEntropyKernelTests
{
    [Theory]
    [EveryDevice]
    public void Losses_and_gradients_match_double_precision(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        foreach (var (rows, columns) in ((int, int)[])[(1, 1), (7, 10), (5, 64), (3, 100), (2, 517)])
        {
            var x = SampleData.Floats(rows, rows * columns, -10, 10);
            var labels = SampleData.Integers(columns, rows, columns);
            var dLosses = SampleData.Floats(3, rows);
            var (losses, gradient) = (new double[rows], new double[x.Length]);
            for (var r = 0; r < rows; r++)
            {
                var row = x.Skip(r * columns).Take(columns).Select(v => (double)v).ToArray();
                var logSum = Math.Log(row.Sum(v => Math.Exp(v - row.Max()))) + row.Max();
                losses[r] = logSum - row[labels[r]];
                for (var c = 0; c < columns; c++)
                    gradient[r * columns + c] = dLosses[r] * (Math.Exp(row[c] - logSum) - (c == labels[r] ? 1 : 0));
            }

            var (logits, deviceLabels) = (device.Upload(x).View, device.Upload(labels).View);
            var (actual, probabilities) = (device.Allocate(rows), device.Allocate(x.Length));
            var dx = device.Allocate(x.Length);
            device.Run(CrossEntropyKernels.ItemForward<float, PortableMath>, rows,
                logits, deviceLabels, actual.View, probabilities.View, columns);
            SampleData.AssertClose(losses, actual.Read(), 2e-6);
            device.Run(CrossEntropyKernels.Backward<float, PortableMath>, x.Length,
                probabilities.View, deviceLabels, device.Upload(dLosses).View, dx.View, columns);
            SampleData.AssertClose(gradient, dx.Read(), 1e-6);

            foreach (var size in device.GroupSizes)
            {
                (actual, var grouped) = (device.Allocate(rows), device.Allocate(x.Length));
                device.RunGrouped(CrossEntropyKernels.GroupForward<float, PortableMath>, new KernelConfig(rows, size),
                    logits, deviceLabels, actual.View, grouped.View, columns);
                SampleData.AssertClose(losses, actual.Read(), 2e-6);
                SampleData.AssertClose([.. probabilities.Read().Select(p => (double)p)], grouped.Read(), 1e-6);
            }
        }
    }

    [Theory]
    [EveryDevice]
    public void A_common_offset_costs_nothing_and_a_wrong_label_is_loud(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        var logits = device.Upload([1024f, 1025f, 1026f, 1f, 2f, 3f, 0f, 0f, 0f, 0f, 0f, 0f]).View;
        var labels = device.Upload([1, 1, 3, -1]).View;
        var (losses, probabilities, dx) = (device.Allocate(4), device.Allocate(12), device.Allocate(12));
        device.Run(CrossEntropyKernels.ItemForward<float, PortableMath>, 4,
            logits, labels, losses.View, probabilities.View, 3);
        device.Run(CrossEntropyKernels.Backward<float, PortableMath>, 12,
            probabilities.View, labels, device.Allocate(4, 1).View, dx.View, 3);
        var actual = losses.Read();
        Assert.Equal(Math.Log(1 + Math.E + Math.Exp(-1)), actual[0], 1e-6);
        Assert.Equal(actual[1], actual[0]);
        Assert.True(float.IsNaN(actual[2]) && float.IsNaN(actual[3]));
        Assert.All(dx.Read()[..6], v => Assert.False(float.IsNaN(v)));
        Assert.All(dx.Read()[6..], v => Assert.True(float.IsNaN(v)));
    }
}
