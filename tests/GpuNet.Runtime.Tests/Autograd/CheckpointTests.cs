using GpuNet.Runtime.Tests.Memory;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Autograd;

/// <summary>Parts that are computed twice: the bits of computing them once, in less memory.</summary>
public class CheckpointTests
{
    private const int Rows = 16;
    private const int Width = 24;

    [Theory, EveryDevice]
    public void Gradients_values_and_state_have_the_bits_of_no_checkpoint(string id)
    {
        var device = Device.Parse(id);
        Assert.Equal(Network.Run(device, Plain), Network.Run(device, Checkpoint.Run));
    }

    [Fact]
    public void Parts_may_hold_parts() => Assert.Equal(
        Network.Run(Device.Cpu, Plain),
        Network.Run(Device.Cpu, (part, x) => Checkpoint.Run(y => Checkpoint.Run(part, y), x)));

    [Fact]
    public void What_lies_in_the_middle_is_not_kept()
    {
        var (plain, checkpointed) = (Peak(Plain), Peak(Checkpoint.Run));
        // Of each part, the output is kept, and once the middle of one of them.
        Assert.True(checkpointed < plain / 2, $"{checkpointed} bytes at the peak, {plain} without checkpoints");

        static long Peak(Func<Func<Tensor, Tensor>, Tensor, Tensor> run)
        {
            var device = OwnDevice.Create();
            Network.Run(device, run, parts: 12, rows: 4096);
            return device.Memory.Statistics.PeakBytesInUse;
        }
    }

    [Fact]
    public void Memory_is_given_back()
    {
        var device = OwnDevice.Create();
        Network.Run(device, Checkpoint.Run);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = device.Memory.Statistics.BytesInUse;
        for (var i = 0; i < 3; i++) Network.Run(device, Checkpoint.Run);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.InRange(device.Memory.Statistics.BytesInUse, 0, before);
    }

    [Fact]
    public void Gradients_as_values_go_through_it_to_inputs_and_to_what_the_part_reads()
    {
        using var scope = Tape.Scope();
        var (x, w, other) = (Leaf(0.5, -1.5), Leaf(2, 3), Leaf(1, 1));
        var y = Checkpoint.Run(v => (v * w).Tanh().Square(), x * 2).Sum();
        var plain = (x * 2 * w).Tanh().Square().Sum();
        foreach (var input in (Tensor[])[x, w, other])
            Assert.Equal(Gradient.Of(plain, input).ToArray<double>(), Gradient.Of(y, input).ToArray<double>());
        Assert.Null(w.Grad);
    }

    [Fact]
    public void Gradients_of_gradients_go_through_it() => Gradients.AssertSecondRight(
        Device.Cpu, [[0.5, -1.5], [2, 3]], [[2], [2]],
        v => Checkpoint.Run(inputs => (inputs[0] * inputs[1]).Tanh().Square(), v[0], v[1]), "checkpoint");

    [Fact]
    public void Tensors_from_outside_that_are_still_pending_stay_right()
    {
        using var scope = Tape.Scope();
        var x = Leaf(0.5, -1.5);
        var outside = (x * 2).Tanh();
        Checkpoint.Run(v => outside.Square() * v + outside.Exp(), x).Sum().Backward();
        var same = Leaf(0.5, -1.5);
        var inside = (same * 2).Tanh();
        (inside.Square() * same + inside.Exp()).Sum().Backward();
        Assert.Equal(same.Grad!.ToArray<double>(), x.Grad!.ToArray<double>());
    }

    [Fact]
    public void A_part_is_computed_again_in_its_precision()
    {
        Assert.Equal(Run(Plain), Run(Checkpoint.Run));

        static float[] Run(Func<Func<Tensor, Tensor>, Tensor, Tensor> run)
        {
            using var scope = Tape.Scope();
            var x = Tensor.From<float>(Samples.Uniform(12, 3), [3, 4], Device.Cpu);
            x.RequiresGrad = true;
            Tensor y;
            using (Autocast.To(Precision.BFloat16)) y = run(v => v.MatMul(v, transposeOther: true).Tanh(), x);
            y.Square().Sum().Backward();
            return x.Grad!.ToArray();
        }
    }

    [Fact]
    public void Draws_on_the_host_are_repeated_too()
    {
        using var scope = Tape.Scope();
        var random = new Generator(7);
        var x = Tensor.Ones([100], device: Device.Cpu);
        x.RequiresGrad = true;
        var y = Checkpoint.Run(v => v * random.Normal(v.Shape, device: Device.Cpu), x);
        var state = random.State;
        y.Backward(Tensor.OnesLike(y));
        Assert.Equal(y.ToArray(), x.Grad!.ToArray());
        Assert.Equal(state, random.State);
    }

    [Fact]
    public void A_part_knows_when_it_is_computed_again()
    {
        using var scope = Tape.Scope();
        var x = Leaf(1);
        List<bool> seen = [];
        var y = Checkpoint.Run(
            v =>
            {
                seen.Add(Checkpoint.IsRecomputing);
                return v.Exp();
            },
            x);
        y.Backward();
        Assert.Equal([false, true], seen);
        using (Tape.NoGrad()) Assert.False(Checkpoint.Run(v => v.Exp(), x).RequiresGrad);
        Assert.Throws<ArgumentException>(() => Checkpoint.Run(inputs => inputs[0]));
    }

    [Fact]
    public void After_a_part_has_failed_the_tape_works_again()
    {
        using var scope = Tape.Scope();
        var x = Leaf(2);
        var fails = false;
        var y = Checkpoint.Run(v => fails ? throw new InvalidOperationException("second time") : v.Square(), x);
        fails = true;
        Assert.Throws<InvalidOperationException>(() => y.Backward());
        Assert.True(Tape.IsRecording && !Checkpoint.IsRecomputing);
        fails = false;
        y.Backward();
        Assert.Equal([4.0], x.Grad!.ToArray<double>());
        var changed = Checkpoint.Run(v => v.Square(), x);
        x.Fill(3);
        Assert.Contains("Checkpoint", Assert.Throws<AutogradException>(() => changed.Backward()).Message);
    }

    [Fact]
    public void What_a_part_reads_from_outside_must_not_change_before_it_is_computed_again()
    {
        using var scope = Tape.Scope();
        var (x, w, data) = (Leaf(2), Leaf(3), Tensor.From<double>([1.0], Device.Cpu));
        List<Func<Tensor, Tensor>> parts =
        [
            v => v * w, v => v.Square() + w, v => Functional.Concatenate([v, w]), v => new Cube().Apply(v * w),
            v => new Cube().Apply(w) * v, v => Checkpoint.Run(u => u * w, v),
        ];
        foreach (var part in parts)
        {
            var y = Checkpoint.Run(part, x).Sum();
            w.Fill(3);
            Assert.Contains("changed in place", Assert.Throws<AutogradException>(() => y.Backward()).Message);
        }

        // What a part makes, and changes itself, is its own affair.
        var own = Checkpoint.Run(
            v =>
            {
                var inner = Tensor.From<double>([5.0], Device.Cpu);
                inner.RequiresGrad = true;
                using (Tape.Record()) return v * Gradient.Of(inner.Square(), inner) + data;
            },
            x);
        own.Backward();
        Assert.Equal([10.0], x.Grad!.ToArray<double>());
    }

    [Fact]
    public void Hooks_and_operations_of_ones_own_inside_do_what_they_do_without()
    {
        // Gradients of gradients may be added up in another order.
        var (expected, actual) = (Results((part, input) => part(input)), Results(Checkpoint.Run));
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Math.Abs(pair.First) * 1e-14));

        static double[] Results(Func<Func<Tensor, Tensor>, Tensor, Tensor> run)
        {
            using var scope = Tape.Scope();
            List<double> results = [];
            var x = Leaf(0.5);
            var y = run(Hooked, x);
            using var outside = y.RegisterHook(gradient => gradient * 3);
            using var atLeaf = x.RegisterHook(gradient => gradient + 1);
            y.Backward();
            results.AddRange(x.Grad!.ToArray<double>());
            var slope = Gradient.Of(run(Hooked, x), x, createGraph: true);
            results.AddRange(slope.ToArray<double>());
            results.AddRange(Gradient.Of(slope, x).ToArray<double>());

            var (at, direction) = (Tensor.From<double>([0.3, -0.7], Device.Cpu), Tensor.From<double>([1.0, 2.0], Device.Cpu));
            foreach (var function in (Func<Tensor, Tensor>[])[v => new Cube().Apply(v).Tanh(), v => run(u => u.Exp() * u, v).Sigmoid()])
            {
                results.AddRange(Gradient.JacobianVector(v => run(function, v), at, direction).ToArray<double>());
                results.AddRange(Gradient.HessianVector(v => run(function, v).Sum(), at, direction).ToArray<double>());
            }
            return [.. results];

            Tensor Hooked(Tensor v)
            {
                var middle = v.Exp();
                if (middle.RequiresGrad)
                {
                    middle.RegisterHook(gradient =>
                    {
                        results.Add(gradient.Item());
                        return gradient * middle.Detach();
                    });
                }
                return middle.Square();
            }
        }
    }

    private sealed class Cube : CustomOperation
    {
        public override bool HasRecordedBackward => true;

        protected override Tensor Forward(OperationContext context, IReadOnlyList<Tensor> inputs)
        {
            context.Save(inputs[0]);
            return inputs[0] * inputs[0] * inputs[0];
        }

        protected override IReadOnlyList<Tensor?> Backward(OperationContext context, Tensor gradient) =>
            [gradient * 3 * context.Saved(0).Square()];
    }

    [Fact]
    public void A_prepared_step_computes_parts_twice_in_every_run()
    {
        var device = Device.Cpu;
        var (eager, prepared) = (new Network(device), new Network(device));
        using var step = PreparedStep.Record(device, () => prepared.Step(Checkpoint.Run));
        using (Tape.Scope()) eager.Step(Plain);
        for (var run = 0; run < 3; run++)
        {
            Assert.Equal(eager.Results(), prepared.Results());
            step.Run();
            using (Tape.Scope()) eager.Step(Plain);
        }
    }

    private static Tensor Plain(Func<Tensor, Tensor> part, Tensor x) => part(x);

    private static Tensor Leaf(params double[] values)
    {
        var leaf = Tensor.From<double>(values, Device.Cpu);
        leaf.RequiresGrad = true;
        return leaf;
    }

    /// <summary>Residual parts with batch normalization and dropout.</summary>
    private sealed class Network
    {
        private readonly Tensor _x, _runningMean, _runningVariance;
        private readonly (Tensor Weight, Tensor Bias, Tensor Gamma, Tensor Beta)[] _parts;
        private readonly Generator _random = new(5);

        public Network(Device device, int parts = 3, int rows = Rows)
        {
            _x = Outside(Samples.Uniform(rows * Width, 1), rows, Width);
            _x.RequiresGrad = true;
            (_runningMean, _runningVariance) = (Outside(new float[Width], Width), Outside(new float[Width], Width));
            _parts = [.. Enumerable.Range(0, parts).Select(i => (
                Parameter(Samples.Uniform(Width * Width, 10 + i, -0.2, 0.2), Width, Width), Parameter(Samples.Uniform(Width, 20 + i), Width),
                Parameter(Samples.Uniform(Width, 30 + i, 0.5, 1.5), Width), Parameter(Samples.Uniform(Width, 40 + i), Width)))];

            Tensor Outside(float[] values, params int[] shape) => Tensor.From<float>(values, shape, device).Keep();

            Tensor Parameter(float[] values, params int[] shape)
            {
                var parameter = Outside(values, shape);
                parameter.RequiresGrad = true;
                return parameter;
            }
        }

        public static float[] Run(
            Device device, Func<Func<Tensor, Tensor>, Tensor, Tensor> run, int parts = 3, int rows = Rows)
        {
            var network = new Network(device, parts, rows);
            using (Tape.Scope()) network.Step(run);
            using (Tape.Scope()) network.Step(run);
            return network.Results();
        }

        public void Step(Func<Func<Tensor, Tensor>, Tensor, Tensor> run)
        {
            var h = _x * 1.5f;
            foreach (var (weight, bias, gamma, beta) in _parts) h = run(v => Part(v, weight, bias, gamma, beta), h);
            h.Square().Mean().Backward();
        }

        public float[] Results() =>
        [
            .. _x.Grad!.ToArray(), .. _runningMean.ToArray(), .. _runningVariance.ToArray(), _random.State.Masks,
            .. _parts.SelectMany(p => (Tensor[])[p.Weight, p.Bias, p.Gamma, p.Beta]).SelectMany(p => p.Grad!.ToArray()),
        ];

        // The input is read three times: its gradient is a sum whose order shows.
        private Tensor Part(Tensor x, Tensor weight, Tensor bias, Tensor gamma, Tensor beta)
        {
            var normal = Functional.BatchNorm(x, gamma, beta, _runningMean, _runningVariance, training: true);
            var hidden = Functional.Dropout(Functional.Linear(normal, weight, bias).Gelu().Tanh(), 0.3, _random);
            return hidden * x.Sigmoid() + x;
        }
    }
}
