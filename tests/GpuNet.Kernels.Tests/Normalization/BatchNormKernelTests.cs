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
        foreach (var (rows, features) in ((int, int)[])[(2, 1), (5, 3), (64, 7), (65, 2), (300, 11)])
        {
            var x = SampleData.Floats(rows, rows * features, 90, 110);
            float[] gamma = SampleData.Floats(1, features, 0.5f, 2), beta = SampleData.Floats(2, features);
            var (mean, variance, y) = Definition(x, gamma, beta, rows, features);

            var deviceX = device.Upload(x).View;
            var (deviceMean, deviceVariance) = (device.Allocate(features), device.Allocate(features));
            device.Run(BatchNormKernels.Statistics<float, PortableMath>, features,
                deviceX, deviceMean.View, deviceVariance.View, rows, features, (float)rows);
            SampleData.AssertClose(mean, deviceMean.Read(), 1e-6);
            SampleData.AssertClose(variance, deviceVariance.Read(), 5e-6);

            foreach (var rowsPerItem in (int[])[1, 16])
            {
                var deviceY = device.Allocate(x.Length);
                device.Run(BatchNormKernels.Forward<float, PortableMath>,
                    features * ((rows + rowsPerItem - 1) / rowsPerItem),
                    deviceX, deviceMean.View, deviceVariance.View, device.Upload(gamma).View, device.Upload(beta).View,
                    deviceY.View, rows, features, rowsPerItem, Epsilon);
                SampleData.AssertClose(y, deviceY.Read(), 5e-6);
            }

            var (runningMean, runningVariance) = (device.Allocate(features, 0), device.Allocate(features, 1));
            device.Run(BatchNormKernels.UpdateRunning<float, PortableMath>, features, deviceMean.View,
                deviceVariance.View, runningMean.View, runningVariance.View, 0.1f, (float)rows / (rows - 1));
            SampleData.AssertClose([.. mean.Select(m => 0.1 * m)], runningMean.Read(), 1e-6);
            SampleData.AssertClose(
                [.. variance.Select(v => 0.9 + 0.1 * v * rows / (rows - 1))], runningVariance.Read(), 5e-6);
        }
    }

    [Theory]
    [EveryDevice]
    public void Gradients_match_central_differences_in_double(string deviceName)
    {
        using var device = KernelDevice.Open(deviceName);
        const int Rows = 6, Features = 3;
        var x = SampleData.Floats(1, Rows * Features);
        float[] gamma = SampleData.Floats(2, Features, 0.5f, 2), beta = SampleData.Floats(3, Features);
        var dy = SampleData.Floats(4, Rows * Features);
        var deviceX = device.Upload(x).View;
        var (mean, variance) = (device.Allocate(Features), device.Allocate(Features));
        device.Run(BatchNormKernels.Statistics<float, PortableMath>, Features,
            deviceX, mean.View, variance.View, Rows, Features, (float)Rows);
        var (dGamma, dBeta, dx) = (device.Allocate(Features), device.Allocate(Features), device.Allocate(x.Length));
        var (deviceDy, deviceGamma) = (device.Upload(dy).View, device.Upload(gamma).View);
        device.Run(BatchNormKernels.BackwardParameters<float, PortableMath>, Features,
            deviceX, deviceDy, mean.View, variance.View, dGamma.View, dBeta.View, Rows, Features, Epsilon);
        device.Run(BatchNormKernels.Backward<float, PortableMath>, x.Length,
            deviceX, deviceDy, mean.View, variance.View, deviceGamma, dGamma.View, dBeta.View, dx.View,
            Features, (float)Rows, Epsilon);

        SampleData.AssertClose(Slopes(x, v => Objective(v, gamma, beta, dy, Rows, Features)), dx.Read(), 1e-5);
        SampleData.AssertClose(Slopes(gamma, v => Objective(x, v, beta, dy, Rows, Features)), dGamma.Read(), 1e-5);
        SampleData.AssertClose(Slopes(beta, v => Objective(x, gamma, v, dy, Rows, Features)), dBeta.Read(), 1e-5);

        device.Run(BatchNormKernels.BackwardEvaluation<float, PortableMath>, x.Length,
            deviceDy, variance.View, deviceGamma, dx.View, Features, Epsilon);
        var variances = variance.Read();
        SampleData.AssertClose(
            [.. dy.Select((g, i) => g * gamma[i % Features] / Math.Sqrt(variances[i % Features] + (double)Epsilon))],
            dx.Read(), 1e-6);
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
