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
        foreach (var (rows, columns) in ((int, int)[])[(1, 1), (7, 10), (5, 64), (3, 100), (2, 517), (2, 1024)])
        {
            var x = SampleData.Floats(rows, rows * columns, -10, 10);
            var labels = SampleData.Integers(columns, rows, columns);
            var (losses, gradient) = (new double[rows], new double[x.Length]);
            for (var r = 0; r < rows; r++)
            {
                var row = x.Skip(r * columns).Take(columns).Select(v => (double)v).ToArray();
                var logSum = Math.Log(row.Sum(v => Math.Exp(v - row.Max()))) + row.Max();
                losses[r] = logSum - row[labels[r]];
                for (var c = 0; c < columns; c++)
                    gradient[r * columns + c] = 0.75 * -2 * (Math.Exp(row[c] - logSum) - (c == labels[r] ? 1 : 0));
            }

            var (logits, deviceLabels) = (device.Upload(x).View, device.Upload(labels).View);
            var (alone, actual, dx) = (device.Allocate(rows), device.Allocate(rows), device.Allocate(x.Length));
            var upstream = device.Upload([-2f]).View;
            var fault = device.Upload(new int[IndexFault.Length]).View;
            device.Run(CrossEntropyKernels.ItemLoss<float, PortableMath>, rows,
                logits, deviceLabels, alone.View, columns, fault);
            device.Run(CrossEntropyKernels.ItemLossAndGradient<float, PortableMath>, rows,
                logits, deviceLabels, actual.View, dx.View, columns, upstream, 0.75f, fault);
            SampleData.AssertClose(losses, actual.Read(), 2e-6);
            SampleData.AssertClose(gradient, dx.Read(), 1e-6);
            SampleData.AssertSameBits(actual.Read(), alone.Read());

            foreach (var size in device.GroupSizes)
            {
                (alone, actual, dx) = (device.Allocate(rows), device.Allocate(rows), device.Allocate(x.Length));
                device.RunGrouped(CrossEntropyKernels.GroupLoss<float, PortableMath>, new KernelConfig(rows, size),
                    logits, deviceLabels, alone.View, columns, fault);
                device.RunGrouped(
                    CrossEntropyKernels.GroupLossAndGradient<float, PortableMath>, new KernelConfig(rows, size),
                    logits, deviceLabels, actual.View, dx.View, columns, upstream, 0.75f, fault);
                SampleData.AssertClose(losses, actual.Read(), 2e-6);
                SampleData.AssertClose(gradient, dx.Read(), 1e-6);
                SampleData.AssertSameBits(actual.Read(), alone.Read());
            }

            if (columns <= SoftmaxKernels.LongestItemRow || device.GroupSizes.Max() < LaneTree.LanesOf(columns))
                continue;
            var (held, heldDx) = (device.Allocate(rows), device.Allocate(x.Length));
            device.RunGrouped(
                HeldCrossEntropyKernels.LossAndGradient<float, PortableMath>, new KernelConfig(rows, LaneTree.LanesOf(columns)),
                logits, deviceLabels, held.View, heldDx.View, columns, upstream, 0.75f, fault);
            SampleData.AssertSameBits(actual.Read(), held.Read());
            SampleData.AssertSameBits(dx.Read(), heldDx.Read());
        }
    }

#if EMBEDDED_ENGINE
    [Fact]
    public void Held_rows_are_read_once_and_written_once_and_stay_in_registers()
    {
        var kernel = typeof(HeldCrossEntropyKernels).GetMethod(nameof(HeldCrossEntropyKernels.LossAndGradient))!
            .MakeGenericMethod(typeof(float), typeof(PortableMath));
        string ptx = CudaCompiler.Compile("sm_90", [CudaSourceTests.Emit(kernel)]);
        Assert.DoesNotContain(".local", ptx);
        // And a row's label's logit, its loss, and the number that all gradients are multiplied by.
        Assert.Equal(16 + 2, ptx.Split("ld.global.f32").Length - 1);
        Assert.Equal(16 + 1, ptx.Split("st.global.f32").Length - 1);
    }
#endif

    [Theory]
    [EveryDevice]
    public void A_common_offset_costs_nothing_and_a_wrong_label_is_loud(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        var logits = device.Upload([1024f, 1025f, 1026f, 1f, 2f, 3f, 0f, 0f, 0f, 0f, 0f, 0f]).View;
        var labels = device.Upload([1, 1, 0, -1]).View;
        var fault = device.Upload(new int[IndexFault.Length]);
        var (losses, dx) = (device.Allocate(4), device.Allocate(12));
        device.Run(CrossEntropyKernels.ItemLossAndGradient<float, PortableMath>, 4,
            logits, labels, losses.View, dx.View, 3, device.Allocate(1, 1).View, 1f, fault.View);
        Assert.Equal([1, -1, 3], fault.Read());
        var actual = losses.Read();
        Assert.Equal(Math.Log(1 + Math.E + Math.Exp(-1)), actual[0], 1e-6);
        Assert.Equal(actual[1], actual[0]);
        Assert.False(float.IsNaN(actual[2]));
        Assert.True(float.IsNaN(actual[3]));
        Assert.All(dx.Read()[..9], v => Assert.False(float.IsNaN(v)));
        Assert.All(dx.Read()[9..], v => Assert.True(float.IsNaN(v)));
    }
}
