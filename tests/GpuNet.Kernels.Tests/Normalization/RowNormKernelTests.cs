using GpuNet.TestKit;
using ILGPU;

namespace GpuNet.Kernels.Tests;

/// <summary>
/// Normalization of rows against its definition in double precision, as items and as groups of several sizes; gradients
/// against their formula, which the runtime's tests hold to central differences.
/// </summary>
public class RowNormKernelTests
{
    private const float Epsilon = 1e-5f;

    [Theory]
    [EveryDevice]
    public void Items_and_groups_of_any_size_match_double_precision(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        foreach (var (batch, groups, length) in ((int, int, int)[])[(9, 2, 5), (5, 1, 300), (3, 2, 1024)])
        {
            var shape = RowNormShape.For(batch, groups, length);
            var (count, entry) = (batch * groups * length, groups * length);
            float[] x = SampleData.Floats(1, count, 3, 7), dy = SampleData.Floats(2, count);
            float[] weight = SampleData.Floats(3, entry), bias = SampleData.Floats(4, entry);
            var expected = Definition(x, dy, weight, bias, shape);
            var (deviceX, deviceDy) = (device.Upload(x).View, device.Upload(dy).View);
            var (deviceWeight, deviceBias) = (device.Upload(weight).View, device.Upload(bias).View);

            var finish = default(RowNormFinish<ElementAffine, Identity>);
            Check(forward: (y, statistics) => device.Run(
                    RowNormKernels.ItemForward<Centered, ElementAffine, Identity, float, PortableMath>, shape.Rows,
                    deviceX, deviceWeight, deviceBias, y, statistics, shape, (float)length, Epsilon, finish),
                backward: (statistics, dx, weightSums, biasSums) => device.Run(
                    RowNormKernels.ItemBackward<Centered, ElementAffine, Identity, float, PortableMath>, shape.Blocks * groups,
                    deviceX, deviceDy, deviceWeight, deviceBias, statistics, dx, weightSums, biasSums, shape, (float)length, finish));
            float[]? first = null;
            foreach (var size in device.GroupSizes)
            {
                var bits = Check(forward: (y, statistics) => device.RunGrouped(
                        RowNormKernels.GroupForward<Centered, ElementAffine, Identity, float, PortableMath>, new KernelConfig(shape.Rows, size),
                        deviceX, deviceWeight, deviceBias, y, statistics, shape, (float)length, Epsilon, finish),
                    backward: (statistics, dx, weightSums, biasSums) => device.RunGrouped(
                        RowNormKernels.GroupBackward<Centered, ElementAffine, Identity, float, PortableMath>,
                        new KernelConfig(shape.Blocks * groups, size), deviceX, deviceDy, deviceWeight, deviceBias, statistics, dx, weightSums,
                        biasSums, shape, (float)length, finish));
                SampleData.AssertSameBits(first ??= bits, bits);
            }

            var byItem = Check(forward: (y, statistics) => device.RunGrouped(
                    RowNormByItemKernels.Forward<Centered, ElementAffine, Identity, float, PortableMath>, new KernelConfig(shape.Rows, 1),
                    deviceX, deviceWeight, deviceBias, y, statistics, shape, (float)length, Epsilon, finish),
                backward: (statistics, dx, weightSums, biasSums) => device.RunGrouped(
                    RowNormByItemKernels.Backward<Centered, ElementAffine, Identity, float, PortableMath>,
                    new KernelConfig(shape.Blocks * groups, 1), deviceX, deviceDy, deviceWeight, deviceBias, statistics, dx, weightSums,
                    biasSums, shape, (float)length, finish));
            SampleData.AssertSameBits(first!, byItem);

            if (device.GroupSizes.Max() >= LaneTree.LanesOf(length))
                SampleData.AssertSameBits(first!, Check(forward: (y, statistics) => device.RunGrouped(
                        HeldRowNormKernels.Forward<Centered, ElementAffine, Identity, float, PortableMath>,
                        new KernelConfig(shape.Rows, LaneTree.LanesOf(length)),
                        deviceX, deviceWeight, deviceBias, y, statistics, shape, (float)length, Epsilon, finish),
                    backward: (statistics, dx, weightSums, biasSums) => device.RunGrouped(
                        HeldRowNormKernels.Backward<Centered, ElementAffine, Identity, float, PortableMath>,
                        new KernelConfig(shape.Blocks * groups, LaneTree.LanesOf(length)), deviceX, deviceDy, deviceWeight, deviceBias,
                        statistics, dx, weightSums, biasSums, shape, (float)length, finish)));

            float[] Check(
                Action<ArrayView<float>, ArrayView<float>> forward,
                Action<ArrayView<float>, ArrayView<float>, ArrayView<float>, ArrayView<float>> backward)
            {
                var (y, dx) = (device.Allocate(count), device.Allocate(count));
                var statistics = device.Allocate(RowNormShape.Statistics * shape.Rows);
                var (weightSums, biasSums) = (device.Allocate(shape.Blocks * entry), device.Allocate(shape.Blocks * entry));
                forward(y.View, statistics.View);
                backward(statistics.View, dx.View, weightSums.View, biasSums.View);
                SampleData.AssertClose(expected.Y, y.Read(), 3e-6);
                SampleData.AssertClose(expected.Dx, dx.Read(), 3e-6);
                SampleData.AssertClose(expected.DWeight, Added(weightSums.Read(), entry), 5e-6);
                SampleData.AssertClose(expected.DBias, Added(biasSums.Read(), entry), 5e-6);
                return [.. y.Read(), .. dx.Read(), .. weightSums.Read(), .. biasSums.Read()];
            }
        }
    }

    [Fact]
    public void Blocks_cover_the_batch()
    {
        foreach (var batch in (int[])[0, 1, 4, 5, 1024, 1025, 65536, 1_000_000])
        {
            var shape = RowNormShape.For(batch, 3, 7);
            Assert.InRange(shape.Block, 4, 256);
            Assert.InRange(shape.Blocks * shape.Block, batch, batch + shape.Block - 1);
        }
    }

    private static float[] Added(float[] blocks, int entry) =>
        [.. Enumerable.Range(0, entry).Select(i => (float)blocks.Chunk(entry).Sum(block => (double)block[i]))];

    private static (double[] Y, double[] Dx, double[] DWeight, double[] DBias) Definition(
        float[] x, float[] dy, float[] weight, float[] bias, RowNormShape shape)
    {
        var (y, dx) = (new double[x.Length], new double[x.Length]);
        var (dWeight, dBias) = (new double[weight.Length], new double[weight.Length]);
        for (var row = 0; row < shape.Rows; row++)
        {
            var (start, first) = (row * shape.Length, row % shape.Groups * shape.Length);
            var values = x.Skip(start).Take(shape.Length).Select(v => (double)v).ToArray();
            var mean = values.Average();
            var deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)) + Epsilon);
            var xhat = values.Select(v => (v - mean) / deviation).ToArray();
            var terms = xhat.Select((_, c) => (double)dy[start + c] * weight[first + c]).ToArray();
            var (meanOfTerms, meanOfProducts) = (terms.Average(), terms.Zip(xhat, (t, v) => t * v).Average());
            for (var c = 0; c < shape.Length; c++)
            {
                y[start + c] = xhat[c] * weight[first + c] + bias[first + c];
                dx[start + c] = (terms[c] - meanOfTerms - xhat[c] * meanOfProducts) / deviation;
                dWeight[first + c] += dy[start + c] * xhat[c];
                dBias[first + c] += dy[start + c];
            }
        }

        return (y, dx, dWeight, dBias);
    }
}
