using GpuNet.TestKit;
using ILGPU;

namespace GpuNet.Kernels.Tests;

/// <summary>Softmax and log-softmax, forward and backward, as items and as groups.</summary>
public class SoftmaxKernelTests
{
    [Theory]
    [EveryDevice]
    public void Softmax_matches_double_precision(string deviceName) =>
        Check<Softmax>(deviceName, Math.Exp, (p, dy, total) => p * (dy - total), (p, dy) => p * dy);

    [Theory]
    [EveryDevice]
    public void Log_softmax_matches_double_precision(string deviceName) =>
        Check<LogSoftmax>(deviceName, v => v, (p, dy, total) => dy - p * total, (_, dy) => dy);

    private static void Check<TForm>(
        string deviceName, Func<double, double> fromLog, Func<double, double, double, double> gradient,
        Func<double, double, double> term)
        where TForm : unmanaged, ISoftmaxForm<TForm>
    {
        using var device = KernelDevice.Open(deviceName);
        foreach (var (rows, columns) in ((int, int)[])[(1, 1), (5, 10), (3, 64), (2, 65), (3, 300), (1, 1021), (2, 1024)])
        {
            var x = SampleData.Floats(rows, rows * columns, -20, 20);
            var dy = SampleData.Floats(columns, rows * columns);
            var (expectedY, expectedDx) = (new double[x.Length], new double[x.Length]);
            for (var r = 0; r < rows; r++)
            {
                var row = x.Skip(r * columns).Take(columns).Select(v => (double)v).ToArray();
                var logSum = Math.Log(row.Sum(v => Math.Exp(v - row.Max()))) + row.Max();
                var total = Enumerable.Range(0, columns).Sum(c => term(Math.Exp(row[c] - logSum), dy[r * columns + c]));
                for (var c = 0; c < columns; c++)
                {
                    var i = r * columns + c;
                    expectedY[i] = fromLog(row[c] - logSum);
                    expectedDx[i] = gradient(Math.Exp(row[c] - logSum), dy[i], total);
                }
            }

            var (deviceX, deviceDy) = (device.Upload(x).View, device.Upload(dy).View);
            var (y, dx) = (device.Allocate(x.Length), device.Allocate(x.Length));
            device.Run(SoftmaxKernels.ItemForward<TForm, float, PortableMath>, rows,
                deviceX, y.View, columns, default(TForm));
            device.Run(SoftmaxKernels.ItemBackward<TForm, float, PortableMath>, rows,
                y.View, deviceDy, dx.View, columns, default(TForm));
            SampleData.AssertClose(expectedY, y.Read(), 2e-6);
            SampleData.AssertClose(expectedDx, dx.Read(), 5e-6);

            // The rows as columns.
            (y, dx) = (device.Allocate(x.Length), device.Allocate(x.Length));
            device.Run(StridedSoftmaxKernels.Forward<TForm, float, PortableMath>, rows,
                device.Upload(Transposed(x, rows)).View, y.View, columns, rows, default(TForm));
            device.Run(StridedSoftmaxKernels.Backward<TForm, float, PortableMath>, rows,
                y.View, device.Upload(Transposed(dy, rows)).View, dx.View, columns, rows, default(TForm));
            SampleData.AssertClose(Transposed(expectedY, rows), y.Read(), 2e-6);
            SampleData.AssertClose(Transposed(expectedDx, rows), dx.Read(), 5e-6);

            float[]? first = null;
            foreach (var size in device.GroupSizes)
            {
                var config = new KernelConfig(rows, size);
                (y, dx) = (device.Allocate(x.Length), device.Allocate(x.Length));
                device.RunGrouped(SoftmaxKernels.GroupForward<TForm, float, PortableMath>, config,
                    deviceX, y.View, columns, default(TForm));
                device.RunGrouped(SoftmaxKernels.GroupBackward<TForm, float, PortableMath>, config,
                    y.View, deviceDy, dx.View, columns, default(TForm));
                SampleData.AssertClose(expectedY, y.Read(), 2e-6);
                SampleData.AssertClose(expectedDx, dx.Read(), 5e-6);
                SampleData.AssertSameBits(first ??= dx.Read(), dx.Read());
            }

            var groupY = y.Read();
            (y, dx) = (device.Allocate(x.Length), device.Allocate(x.Length));
            device.RunGrouped(RowSoftmaxKernels.Forward<TForm, float, PortableMath>, new KernelConfig(rows, 1),
                deviceX, y.View, columns, default(TForm));
            device.RunGrouped(RowSoftmaxKernels.Backward<TForm, float, PortableMath>, new KernelConfig(rows, 1),
                y.View, deviceDy, dx.View, columns, default(TForm));
            SampleData.AssertSameBits(groupY, y.Read());
            SampleData.AssertSameBits(first!, dx.Read());

            if (device.GroupSizes.Max() < LaneTree.LanesOf(columns))
                continue;
            y = device.Allocate(x.Length);
            device.RunGrouped(HeldSoftmaxKernels.Forward<TForm, float, PortableMath>,
                new KernelConfig(rows, LaneTree.LanesOf(columns)), deviceX, y.View, columns, default(TForm));
            SampleData.AssertSameBits(groupY, y.Read());
        }
    }

    [Theory]
    [EveryDevice]
    public void Huge_inputs_do_not_overflow(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        var y = device.Allocate(3);
        device.Run(SoftmaxKernels.ItemForward<Softmax, float, PortableMath>, 1,
            device.Upload([3e38f, 3e38f, -3e38f]).View, y.View, 3, default(Softmax));
        Assert.Equal([0.5f, 0.5f, 0f], y.Read());
    }

    [Theory]
    [EveryDevice]
    public void A_row_with_a_nan_or_an_infinite_maximum_is_nan_throughout(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        foreach (var (value, at) in ((float, int)[])
            [(float.NaN, 0), (float.NaN, 69), (float.PositiveInfinity, 17), (float.NegativeInfinity, -1)])
        {
            var x = SampleData.Floats(1, 140);
            for (var c = 0; c < 70; c++)
                x[c] = c == at || at < 0 ? value : x[c];
            var y = device.Allocate(140);
            device.RunGrouped(SoftmaxKernels.GroupForward<Softmax, float, PortableMath>,
                new KernelConfig(2, 7), device.Upload(x).View, y.View, 70, default(Softmax));
            Assert.All(y.Read()[..70], v => Assert.True(float.IsNaN(v)));
            Assert.All(y.Read()[70..], v => Assert.InRange(v, 0, 1));
            device.RunGrouped(RowSoftmaxKernels.Forward<Softmax, float, PortableMath>,
                new KernelConfig(2, 1), device.Upload(x).View, y.View, 70, default(Softmax));
            Assert.All(y.Read()[..70], v => Assert.True(float.IsNaN(v)));
            Assert.All(y.Read()[70..], v => Assert.InRange(v, 0, 1));
            device.Run(SoftmaxKernels.ItemForward<LogSoftmax, float, PortableMath>, 2,
                device.Upload(x).View, y.View, 70, default(LogSoftmax));
            Assert.All(y.Read()[..70], v => Assert.True(float.IsNaN(v)));
        }
    }

    private static T[] Transposed<T>(T[] values, int rows) =>
        [.. Enumerable.Range(0, values.Length).Select(i => values[i % rows * (values.Length / rows) + i / rows])];

#if EMBEDDED_ENGINE
    [Fact]
    public void Held_rows_are_read_once_and_written_once_and_stay_in_registers()
    {
        var kernel = typeof(HeldSoftmaxKernels).GetMethod(nameof(HeldSoftmaxKernels.Forward))!
            .MakeGenericMethod(typeof(Softmax), typeof(float), typeof(PortableMath));
        string ptx = CudaCompiler.Compile("sm_90", [CudaSourceTests.Emit(kernel)]);
        Assert.DoesNotContain(".local", ptx);
        Assert.Equal(16, ptx.Split("ld.global.f32").Length - 1);
        Assert.Equal(16, ptx.Split("st.global.f32").Length - 1);
    }
#endif
}
