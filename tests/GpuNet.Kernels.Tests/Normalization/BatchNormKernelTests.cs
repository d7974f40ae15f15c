using GpuNet.TestKit;

namespace GpuNet.Kernels.Tests;

/// <summary>
/// Batch normalization against its definition in double precision; gradients against central differences of it.
/// </summary>
public class BatchNormKernelTests
{
    private const float Epsilon = 1e-5f;

    [Theory]
    [EveryDevice]
    public void Statistics_output_and_running_statistics(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        foreach (var (rows, features) in ((int, int)[])[(2, 1), (5, 3), (32, 7), (33, 2), (300, 11), (8500, 3)])
            AssertAsDefined(device, SampleData.Floats(rows, rows * features, 90, 110), rows, features, 5e-6);
    }

    [Theory]
    [EveryDevice]
    public void Digits_stay_far_from_zero_and_beside_a_first_row_that_lies_apart(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        const int Rows = 200, Features = 3;
        AssertAsDefined(device, SampleData.Floats(1, Rows * Features, 1000, 1000.01f), Rows, Features, 2e-5);
        var apart = SampleData.Floats(2, Rows * Features);
        for (var f = 0; f < Features; f++)
            apart[f] = apart[100 * Features + f] = 1e6f;
        AssertAsDefined(device, apart, Rows, Features, 5e-6);
    }

    [Theory]
    [EveryDevice]
    public void Equal_numbers_have_no_variance(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        var x = Enumerable.Repeat(0.1f, 70).ToArray();
        var (statistics, y) = Normalize(device, x, [1], [2], 70, 1);
        Assert.Equal((double)(1 / MathF.Sqrt(Epsilon)), statistics.Read()[2], 1e-4);
        Assert.All(y, value => Assert.Equal(2, value));
    }

    [Theory]
    [EveryDevice]
    public void Gradients_match_central_differences_in_double(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        const int Rows = 6, Features = 3;
        var shape = BatchNormShape.For(Rows, Features);
        var x = SampleData.Floats(1, Rows * Features);
        float[] gamma = SampleData.Floats(2, Features, 0.5f, 2), beta = SampleData.Floats(3, Features);
        var dy = SampleData.Floats(4, Rows * Features);
        var (statistics, _) = Normalize(device, x, gamma, beta, Rows, Features);
        var (deviceX, deviceDy) = (device.Upload(x).View, device.Upload(dy).View);
        var (deviceGamma, deviceBeta) = (device.Upload(gamma).View, device.Upload(beta).View);
        var (dGamma, dBeta, dx) = (device.Allocate(Features), device.Allocate(Features), device.Allocate(x.Length));
        var partials = device.Allocate(BatchNormShape.Sums * shape.Items);
        device.Run(BatchNormBackwardKernels.Partials<OfBatch, Identity, float, PortableMath>, shape.Items, deviceX, deviceDy,
            statistics.View, statistics.View, deviceGamma, deviceBeta, partials.View, shape, Epsilon, default(OfBatch),
            default(Identity));
        device.Run(BatchNormBackwardKernels.Finish<float>, Features, partials.View, dGamma.View, dBeta.View, shape);
        device.Run(BatchNormBackwardKernels.Input<Identity, float, PortableMath>, shape.Quads, deviceX, deviceDy, statistics.View,
            deviceGamma, deviceBeta, dGamma.View, dBeta.View, dx.View, shape, (float)Rows, default(Identity));

        SampleData.AssertClose(Slopes(x, v => Objective(v, gamma, beta, dy, Rows, Features)), dx.Read(), 1e-5);
        SampleData.AssertClose(Slopes(gamma, v => Objective(x, v, beta, dy, Rows, Features)), dGamma.Read(), 1e-5);
        SampleData.AssertClose(Slopes(beta, v => Objective(x, gamma, v, dy, Rows, Features)), dBeta.Read(), 1e-5);

        var variance = SampleData.Floats(5, Features, 0.5f, 2);
        device.Run(BatchNormBackwardKernels.EvaluationInput<Identity, float, PortableMath>, shape.Quads,
            deviceX, deviceDy, deviceBeta, device.Upload(variance).View, deviceGamma, deviceBeta, dx.View, shape, Epsilon,
            default(Identity));
        SampleData.AssertClose(
            [.. dy.Select((g, i) => g * gamma[i % Features] / Math.Sqrt(variance[i % Features] + (double)Epsilon))],
            dx.Read(), 1e-6);
    }

    [Theory]
    [EveryDevice]
    public void Sums_over_many_rows_are_those_of_double_precision(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        const int Rows = 8500, Features = 2;
        var shape = BatchNormShape.For(Rows, Features);
        float[] x = SampleData.Floats(1, Rows * Features), dy = SampleData.Floats(2, Rows * Features);
        float[] mean = [0.25f, -0.5f], variance = [2, 3];
        var (dGamma, dBeta) = (device.Allocate(Features), device.Allocate(Features));
        var partials = device.Allocate(BatchNormShape.Sums * shape.Items);
        device.Run(BatchNormBackwardKernels.Partials<OfRunning, Identity, float, PortableMath>, shape.Items, device.Upload(x).View,
            device.Upload(dy).View, device.Upload(mean).View, device.Upload(variance).View, device.Upload(mean).View,
            device.Upload(mean).View, partials.View, shape, Epsilon, default(OfRunning), default(Identity));
        device.Run(BatchNormBackwardKernels.Finish<float>, Features, partials.View, dGamma.View, dBeta.View, shape);

        var columns = Enumerable.Range(0, Features).Select(f => Enumerable.Range(0, Rows).Select(r => r * Features + f).ToArray()).ToArray();
        SampleData.AssertClose(
            [.. columns.Select((column, f) => column.Sum(i => dy[i] * (x[i] - (double)mean[f]) / Math.Sqrt(variance[f] + (double)Epsilon)))],
            dGamma.Read(), 1e-4);
        SampleData.AssertClose([.. columns.Select(column => column.Sum(i => (double)dy[i]))], dBeta.Read(), 1e-4);
    }

    private static void AssertAsDefined(KernelDevice device, float[] x, int rows, int features, double tolerance)
    {
        float[] gamma = SampleData.Floats(1, features, 0.5f, 2), beta = SampleData.Floats(2, features);
        var (mean, variance, expected) = Definition(x, gamma, beta, rows, features);
        var (runningMean, runningVariance) = (device.Allocate(features, 0), device.Allocate(features, 1));
        var (statistics, y) = Normalize(device, x, gamma, beta, rows, features, runningMean, runningVariance);
        var read = statistics.Read();
        // A mean is as good as the numbers it is of: within their spread.
        var unit = variance.Select(v => Math.Max(1, Math.Sqrt(v))).ToArray();
        SampleData.AssertClose(
            InUnits(mean), [.. Enumerable.Range(0, features).Select(f => (float)((read[f] + (double)read[features + f]) / unit[f]))], 1e-6);
        SampleData.AssertClose([.. variance.Select(v => 1 / Math.Sqrt(v + Epsilon))], read[(2 * features)..], tolerance);
        SampleData.AssertClose(expected, y, tolerance);
        SampleData.AssertClose(
            InUnits([.. mean.Select(m => 0.1 * m)]), [.. runningMean.Read().Select((m, f) => (float)(m / unit[f]))], 1e-6);
        SampleData.AssertClose(
            [.. variance.Select(v => 0.9 + 0.1 * v * rows / (rows - 1))], runningVariance.Read(), 5e-6);

        double[] InUnits(double[] means) => [.. means.Select((m, f) => m / unit[f])];
    }

    private static (DeviceArray<float> Statistics, float[] Y) Normalize(
        KernelDevice device, float[] x, float[] gamma, float[] beta, int rows, int features,
        DeviceArray<float>? runningMean = null, DeviceArray<float>? runningVariance = null)
    {
        var shape = BatchNormShape.For(rows, features);
        var (deviceX, partials) = (device.Upload(x), device.Allocate(BatchNormShape.Moments * shape.Items));
        var (statistics, y) = (device.Allocate(NormStatistics<float>.Size * features), device.Allocate(x.Length));
        device.Run(BatchNormKernels.Partials<float, PortableMath>, shape.Items, deviceX.View, partials.View, shape);
        if (runningMean is null || runningVariance is null)
            device.Run(BatchNormKernels.Finish<float, PortableMath>, features,
                partials.View, statistics.View, shape, (float)rows, Epsilon);
        else
            device.Run(BatchNormKernels.FinishMoving<float, PortableMath>, features, partials.View, statistics.View,
                runningMean.View, runningVariance.View, shape, (float)rows, Epsilon, 0.1f, (float)rows / (rows - 1));
        device.Run(BatchNormKernels.Forward<OfBatch, Identity, float, PortableMath>, shape.Quads, deviceX.View, statistics.View,
            statistics.View, device.Upload(gamma).View, device.Upload(beta).View, y.View, shape, Epsilon, default(OfBatch),
            default(Identity));
        return (statistics, y.Read());
    }

    private static double[] Slopes(float[] at, Func<float[], double> f)
    {
        var slopes = new double[at.Length];
        for (var i = 0; i < at.Length; i++)
        {
            float[] up = [.. at], down = [.. at];
            up[i] += 1e-3f;
            down[i] -= 1e-3f;
            slopes[i] = (f(up) - f(down)) / ((double)up[i] - down[i]);
        }

        return slopes;
    }

    private static double Objective(float[] x, float[] gamma, float[] beta, float[] dy, int rows, int features) =>
        Definition(x, gamma, beta, rows, features).Y.Zip(dy, (v, g) => v * g).Sum();

    private static (double[] Mean, double[] Variance, double[] Y) Definition(
        float[] x, float[] gamma, float[] beta, int rows, int features)
    {
        var (mean, variance, y) = (new double[features], new double[features], new double[x.Length]);
        for (var f = 0; f < features; f++)
        {
            var column = Enumerable.Range(0, rows).Select(r => (double)x[r * features + f]).ToArray();
            mean[f] = column.Average();
            variance[f] = column.Average(v => (v - mean[f]) * (v - mean[f]));
            for (var r = 0; r < rows; r++)
                y[r * features + f] = (column[r] - mean[f]) / Math.Sqrt(variance[f] + Epsilon) * gamma[f] + beta[f];
        }

        return (mean, variance, y);
    }
}
