using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Training;

/// <summary>A device belongs to no thread of the host.</summary>
public sealed class HostThreadsTests
{
    private const int Steps = 12;
    private const int Hosts = 3;

    [Theory]
    [EveryDevice(true)]
    [EveryDevice(false)]
    public void Threads_that_train_on_one_device_at_once_get_the_bits_that_each_gets_alone(string deviceId, bool prepares)
    {
        // Wide enough for launches that the processor's threads share; debug mode runs item by item.
        int width = deviceId == "cpu:debug" ? 8 : 160;
        var device = Device.Parse(deviceId);
        var alone = Enumerable.Range(0, Hosts).Select(seed => Train(device, width, seed, prepares)).ToArray();

        var together = new float[Hosts][];
        Exception? failure = null;
        var threads = Enumerable.Range(0, Hosts).Select(seed => new Thread(() =>
        {
            try
            {
                together[seed] = Train(device, width, seed, prepares);
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.Null(failure);
        Assert.Equal(alone, together);
    }

    /// <summary>The weights after some steps of an MLP with dropout.</summary>
    private static float[] Train(Device device, int width, int seed, bool prepares)
    {
        var random = new Generator((ulong)seed);
        var model = new MultilayerPerceptron(width, [width, width], 10) { Dropout = 0.3 }.Build(random, device);
        var optimizer = new Adam(model.Parameters, learningRate: 1e-2);
        var loss = new CrossEntropyLoss();
        var x = random.Normal([width, width], device: device);
        var labels = Tensor.From<int>([.. Enumerable.Range(0, width).Select(row => row % 10)], device);
        var step = prepares ? PreparedStep.Record(device, Step).Run : new Action(Step);
        for (int i = 1; i < Steps; i++)
            step();
        return [.. model.Parameters.SelectMany(parameter => parameter.ToArray())];

        void Step()
        {
            using (Tape.Scope())
            {
                optimizer.ZeroGrad();
                loss.Forward(model.Forward(x), labels).Backward();
                optimizer.Step();
            }
        }
    }
}
