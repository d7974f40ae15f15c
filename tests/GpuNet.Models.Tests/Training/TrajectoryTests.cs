using System.Runtime.InteropServices;
using GpuNet.Kernels;
using GpuNet.Models.Persistence;
using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Training;

/// <summary>Training step by step as PyTorch does it in double precision: make_trajectories.py made the files.</summary>
public sealed class TrajectoryTests
{
    private const int Rows = 16;
    private const int Features = 8;

    private static readonly Generator Unused = new(seed: 0);

    [Theory]
    [EveryDevice]
    public void Sgd_with_momentum_on_relu_and_cross_entropy(string device) => Follow(
        "sgd_momentum_relu",
        device,
        on => TwoLayers<Relu>(on, outputs: 3),
        model => new Sgd(model.Parameters, learningRate: 0.1, momentum: 0.9),
        new CrossEntropyLoss());

    [Theory]
    [EveryDevice]
    public void Adam_on_batch_norm_tanh_and_cross_entropy(string device) => Follow(
        "adam_batch_norm_tanh",
        device,
        on => new Sequential(
            new Linear(Features, 16, Unused, hasBias: false, device: on),
            new BatchNorm1d(16, device: on),
            new Activation<Tanh>(),
            new Linear(16, 3, Unused, device: on)),
        model => new Adam(model.Parameters, learningRate: 0.01),
        new CrossEntropyLoss());

    [Theory]
    [EveryDevice]
    public void Sgd_with_both_penalties_on_leaky_relu_and_squared_error(string device) => Follow(
        "sgd_penalties_leaky_relu",
        device,
        on => TwoLayers<LeakyRelu>(on, outputs: 1),
        model => new Sgd(model.Parameters, learningRate: 0.05),
        new MeanSquaredErrorLoss(),
        new L1Regularizer(0.01),
        new L2Regularizer(0.02));

    [Theory]
    [EveryDevice]
    public void Adam_on_sigmoid_and_binary_cross_entropy(string device) => Follow(
        "adam_logistic_sigmoid",
        device,
        on => TwoLayers<Sigmoid>(on, outputs: 1),
        model => new Adam(model.Parameters, learningRate: 0.02, beta1: 0.8, beta2: 0.99, epsilon: 1e-6),
        new BinaryCrossEntropyWithLogitsLoss());

    private static Sequential TwoLayers<TOp>(Device device, int outputs)
        where TOp : unmanaged, IUnaryOp<TOp> => new(
        new Linear(Features, 16, Unused, device: device),
        new Activation<TOp>(),
        new Linear(16, outputs, Unused, device: device));

    private static void Follow(
        string name,
        string deviceId,
        Func<Device, Sequential> create,
        Func<Module, Optimizer> createOptimizer,
        Loss loss,
        params Regularizer[] regularizers)
    {
        var device = Device.Parse(deviceId);
        var model = create(device);
        ModelFile.Load(model, Fixture($"{name}_initial"));
        var optimizer = createOptimizer(model);
        using var file = SafetensorsFile.Open(Fixture(name));
        float[] inputs = file.ReadSingles("inputs");
        double[] expected = MemoryMarshal.Cast<byte, double>(file.ReadBytes("losses")).ToArray();

        double[] losses = new double[expected.Length];
        for (int step = 0; step < losses.Length; step++)
        {
            using (Tape.Scope())
            {
                var x = Tensor.From<float>(inputs.AsSpan(step * Rows * Features, Rows * Features), [Rows, Features], device);
                optimizer.ZeroGrad();
                var total = loss.Forward(model.Forward(x), Targets(file, step, device));
                foreach (var regularizer in regularizers)
                    total += regularizer.Penalty(model);
                total.Backward();
                optimizer.Step();
                losses[step] = total.Item();
            }
        }

        Near.AssertWithin(relative: 2e-5, absolute: 1e-6, expected, losses);
        AssertFinalState(model, Fixture($"{name}_final"));
    }

    private static Tensor Targets(SafetensorsFile file, int step, Device device)
    {
        if (file["targets"].DType == SafetensorsDType.I64)
        {
            int[] labels = Array.ConvertAll(file.ReadInt64s("targets"), label => (int)label);
            return Tensor.From<int>(labels.AsSpan(step * Rows, Rows), [Rows], device);
        }

        return Tensor.From<float>(file.ReadSingles("targets").AsSpan(step * Rows, Rows), [Rows, 1], device);
    }

    private static void AssertFinalState(Module model, string path)
    {
        using var file = SafetensorsFile.Open(path);
        foreach (var entry in model.State)
        {
            var saved = entry.Save(entry.Name);
            if (saved.DType == SafetensorsDType.I64)
            {
                Assert.Equal(file.ReadBytes(entry.Name), saved.Data.ToArray());
                continue;
            }

            double[] expected = MemoryMarshal.Cast<byte, double>(file.ReadBytes(entry.Name)).ToArray();
            Near.AssertWithin(relative: 1e-4, absolute: 1e-5, expected, MemoryMarshal.Cast<byte, float>(saved.Data.Span));
        }
    }

    private static string Fixture(string name) =>
        Path.Combine(AppContext.BaseDirectory, "Training", "Fixtures", $"{name}.safetensors");
}
