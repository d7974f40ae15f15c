using GpuNet.TestKit;

namespace GpuNet.Kernels.Tests;

/// <summary>
/// Five steps of each optimizer against torch's documented algorithms, written in double precision here.
/// </summary>
public class OptimizerKernelTests
{
    private const int Length = 37;
    private const int Steps = 5;
    private const double LearningRate = 0.05;

    [Theory]
    [EveryDevice]
    public void Sgd(string device) => Check(device, new SgdUpdate(0.1f), (p, g, _, _, t) =>
        p - Rate(t) * (g + 0.1 * p));

    [Theory]
    [EveryDevice]
    public void Momentum(string device) => Check(device, new MomentumSgdUpdate(0.9f, 0.25f, 0.1f), (p, g, s, _, t) =>
    {
        g += 0.1 * p;
        s[0] = t == 1 ? g : 0.9 * s[0] + 0.75 * g;
        return p - Rate(t) * s[0];
    });

    [Theory]
    [EveryDevice]
    public void Nesterov(string device) => Check(device, new NesterovSgdUpdate(0.9f, 0.1f), (p, g, s, _, t) =>
    {
        g += 0.1 * p;
        s[0] = t == 1 ? g : 0.9 * s[0] + g;
        return p - Rate(t) * (g + 0.9 * s[0]);
    });

    [Theory]
    [EveryDevice]
    public void Adam(string device) => Check(device, new AdamUpdate(0.9f, 0.999f, 1e-8f, 0.1f), (p, g, s, i, t) =>
        AdamStep(p, g + 0.1 * p, s, t));

    [Theory]
    [EveryDevice]
    public void AdamW(string device) => Check(device, new AdamWUpdate(0.9f, 0.999f, 1e-8f, 0.1f), (p, g, s, i, t) =>
        AdamStep(p - Rate(t) * 0.1 * p, g, s, t));

    private static double AdamStep(double p, double g, double[] s, int t)
    {
        s[0] = 0.9 * s[0] + 0.1 * g;
        s[1] = 0.999 * s[1] + 0.001 * g * g;
        var first = s[0] / (1 - Math.Pow(0.9, t));
        var second = s[1] / (1 - Math.Pow(0.999, t));
        return p - Rate(t) * first / (Math.Sqrt(second) + 1e-8);
    }

    /// <summary>The learning rate changes on the way: the host writes it, the device reads it.</summary>
    private static double Rate(int step) => step < 4 ? LearningRate : LearningRate / 2;

    private static void Check<TUpdate>(
        string deviceName, TUpdate update, Func<double, double, double[], int, int, double> reference)
        where TUpdate : unmanaged, IOptimizerUpdate<TUpdate>
    {
        using var device = KernelDevice.Open(deviceName);
        var start = SampleData.Floats(1, Length);
        var expected = start.Select(v => (double)v).ToArray();
        var states = Enumerable.Range(0, Length).Select(_ => new double[2]).ToArray();
        var parameters = device.Upload(start);
        var (first, second) = (device.Allocate(Length, 0), device.Allocate(Length, 0));
        var counters = device.Upload(new int[LossScaleKernels.Counters]);
        var step = device.Upload([new OptimizerStep<float>
        {
            Settings = { LearningRate = (float)LearningRate, Momentum = (update as IMomentumRule)?.InitialMomentum ?? default },
        }]);

        for (var t = 1; t <= Steps; t++)
        {
            var gradient = SampleData.Floats(100 + t, Length);
            for (var i = 0; i < Length; i++)
                expected[i] = reference(expected[i], gradient[i], states[i], i, t);

            if (t == 4)
            {
                var record = step.Read()[0];
                record.Settings.LearningRate = (float)(LearningRate / 2);
                step.Write([record]);
            }

            var gradients = device.Upload(gradient);
            device.Run(OptimizerKernels.Advance<TUpdate, float, PortableMath>, 1, step.View, counters.View, update);
            switch (TUpdate.Info.States)
            {
                case 0:
                    device.Run(OptimizerKernels.Update0<TUpdate, float, NoWeightCopy<float>, float, PortableMath>, Length,
                        parameters.View, gradients.View, step.View, update, parameters.View);
                    break;
                case 1:
                    device.Run(OptimizerKernels.Update1<TUpdate, float, NoWeightCopy<float>, float, PortableMath>, Length,
                        parameters.View, gradients.View, first.View, step.View, update, parameters.View);
                    break;
                default:
                    device.Run(OptimizerKernels.Update2<TUpdate, float, NoWeightCopy<float>, float, PortableMath>, Length,
                        parameters.View, gradients.View, first.View, second.View, step.View, update, parameters.View);
                    break;
            }

            Assert.Equal(t, step.Read()[0].Step);
            SampleData.AssertClose(expected, parameters.Read(), 5e-6);
        }
    }

    [Fact]
    public void Every_optimizer_is_in_the_registry_once()
    {
        var names = OpRegistry.Optimizers.Select(e => e.Info.Name).ToList();
        Assert.Equal(names.Distinct(), names);
        Assert.Contains("adam", names);
        Assert.All(OpRegistry.Optimizers, e => Assert.InRange(e.Info.States, 0, 3));
    }
}
