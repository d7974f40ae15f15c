using GpuNet.Kernels;
using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Optimizers;

/// <summary>Weights that an optimizer stores rounded, for the products of the next step, are those that a pass over them would round.</summary>
public sealed class RoundedWeightsTests
{
    private static readonly Precision[] Rounding = [Precision.BFloat16, Precision.Float16, Precision.TensorFloat32];

    /// <summary>But the one for debugging, which would take seconds for this.</summary>
    public static TheoryData<string> Devices => [.. TestDevices.Present.Where(id => id != "cpu:debug")];

    /// <summary>Beside a twin whose weights are written by hand before each step, so that they are rounded anew.</summary>
    [Theory]
    [MemberData(nameof(Devices))]
    public void Every_optimizer_stores_what_a_pass_would_round(string deviceId)
    {
        var device = Device.Parse(deviceId);
        for (int i = 0; i < OptimizerCatalogue.All.Count; i++)
        {
            string name = OptimizerCatalogue.All[i].Name;
            var precision = Rounding[i % Rounding.Length];
            using var memory = Tape.Scope();
            var (one, twin) = (new Training(device, name), new Training(device, name));
            for (int step = 0; step < 5; step++)
            {
                one.Step(precision, step);
                twin.WriteByHand();
                twin.Step(precision, step);
                Parity.AssertSameBits(twin.Values, one.Values, $"{name} in {precision}, step {step}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void No_step_has_a_pass_over_weights(string deviceId)
    {
        var device = Device.Parse(deviceId);
        for (int i = 0; i < OptimizerCatalogue.All.Count; i++)
        {
            string name = OptimizerCatalogue.All[i].Name;
            var precision = Rounding[i % Rounding.Length];
            using var memory = Tape.Scope();
            var training = new Training(device, name);
            // The input, what follows the activation, and their gradients. Tensor cores round to TF32 themselves, and leave what follows
            // the activation rounded to 16 bits, in both directions.
            int others = device.Kind != DeviceKind.Cuda ? 4 : precision == Precision.TensorFloat32 ? 0 : 2;
            Assert.Equal((name, others), (name, training.Launches(precision) - training.Launches(Precision.Float32)));
        }
    }

    /// <summary>Two layers, without biases of their own, because some optimizers take matrices alone.</summary>
    private sealed class Training
    {
        private readonly Device _device;
        private readonly Tensor[] _weights;
        private readonly Tensor _input, _labels;
        private readonly Tensor[] _biases;
        private readonly Optimizer _optimizer;
        private readonly LossScale _scale;

        public Training(Device device, string optimizer)
        {
            _device = device;
            _weights = [Leaf(5, 4), Leaf(3, 5)];
            _biases = [Tensor.Zeros([5], device: device), Tensor.Zeros([3], device: device)];
            _input = Tensor.From<float>(Samples.Uniform(24, seed: 1), [6, 4], device);
            _labels = Tensor.From<int>([0, 1, 2, 0, 1, 2], [6], device);
            _optimizer = OptimizerCatalogue.Create(
                optimizer, _weights, OptimizerCatalogue.DefaultLearningRate(optimizer) ?? 0.1,
                OptimizerCatalogue.HasWeightDecay(optimizer) ? 0.1 : null);
            _optimizer.GradientTransforms = [new ClipByGlobalNorm(0.5)];
            _scale = new LossScale(device, initial: 16);

            Tensor Leaf(int rows, int columns)
            {
                var leaf = Tensor.From<float>(Samples.Uniform(rows * columns, seed: rows), [rows, columns], device);
                leaf.RequiresGrad = true;
                return leaf;
            }
        }

        public float[] Values => [.. _weights.SelectMany(weight => weight.ToArray())];

        public void WriteByHand()
        {
            foreach (var weight in _weights)
                weight.CopyFrom<float>(weight.ToArray());
        }

        /// <summary>The third step overflows, and is skipped; in the fourth a weight is frozen.</summary>
        public void Step(Precision precision, int number)
        {
            _weights[1].RequiresGrad = number != 3;
            using var scope = Tape.Scope();
            _optimizer.ZeroGrad();
            using (Autocast.To(precision))
                _scale.Backward(Loss() * (number == 2 ? float.PositiveInfinity : 1));
            _optimizer.Step(_scale);
            _weights[1].RequiresGrad = true;
        }

        public int Launches(Precision precision)
        {
            using var step = PreparedStep.Record(_device, () =>
            {
                _optimizer.ZeroGrad();
                using (Autocast.To(precision))
                    Loss().Backward();
                _optimizer.Step();
            });
            return step.Length;
        }

        private Tensor Loss()
        {
            var hidden = Functional.Linear(_input, _weights[0], _biases[0], default(Relu));
            return Functional.CrossEntropy(Functional.Linear(hidden, _weights[1], _biases[1]), _labels);
        }
    }
}
