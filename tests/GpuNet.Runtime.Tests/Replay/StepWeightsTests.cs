using GpuNet.Kernels;
using GpuNet.TestKit;

namespace GpuNet.Runtime.Tests.Replay;

/// <summary>Prepared steps find the rounded copies of weights as they are to be, whoever has changed the weights in between.</summary>
public class StepWeightsTests
{
    [Theory, EveryDevice]
    public void Runs_find_what_was_changed_between_them(string id)
    {
        using var scope = Tape.Scope();
        var device = Device.Parse(id);
        using Training prepared = new(device), code = new(device);
        using var step = PreparedStep.Record(device, prepared.Step);
        code.Step();
        Action<Training>[] changes =
        [
            _ => { },
            training => training.Weight.CopyFrom<float>(Samples.Uniform(20, seed: 6)),
            training => training.Weight.Detach()[1..2].CopyFrom<float>([1.01f, 2.02f, 3.03f, 4.04f]),
            training => training.Arena.MoveTowards(training.Arena.NewState(), 0.3),
            training => training.Arena.Values.Fill(0.77), // not by way of the parameters
            training => training.Product(Precision.Float16),
            training => training.Product(Precision.BFloat16),
            training => training.Step(), // its code
            training => training.Updater.Shrink(0.1),
            _ => { },
        ];
        foreach (var change in changes)
        {
            change(prepared);
            change(code);
            Parity.AssertSameBits(code.Product(Precision.BFloat16), prepared.Product(Precision.BFloat16));
            step.Run();
            code.Step();
            Parity.AssertSameBits(code.Arena.Values.ToArray(), prepared.Arena.Values.ToArray());
        }
        Parity.AssertSameBits(code.Product(Precision.BFloat16), prepared.Product(Precision.BFloat16));
    }

    /// <summary>Nothing but products: the pass is no part of the step, and comes when it has to.</summary>
    [Theory, EveryDevice]
    public void A_step_that_moves_no_weights_reads_them_as_they_are(string id)
    {
        using var scope = Tape.Scope();
        var device = Device.Parse(id);
        using var training = new Training(device);
        Tensor? product = null;
        using var step = PreparedStep.Record(device, () => product = training.Multiply(Precision.BFloat16).Keep());
        using (var ofFloats = PreparedStep.Record(device, () => training.Multiply(Precision.Float32)))
            Assert.Equal(ofFloats.Length + 1, step.Length); // the input is rounded in each run
        training.Weight.CopyFrom<float>(Samples.Uniform(20, seed: 6));
        AssertRun();
        training.Step();
        AssertRun();
        training.Dispose(); // the parameters, and what the step holds, stay
        training.Weight.CopyFrom<float>(Samples.Uniform(20, seed: 7));
        AssertRun();

        void AssertRun()
        {
            step.Run();
            Parity.AssertSameBits(training.Product(Precision.BFloat16), product!.ToArray());
        }
    }

    /// <summary>What a step has changed itself, it rounds itself.</summary>
    [Theory, EveryDevice]
    public void A_step_that_changes_weights_first_rounds_them_in_each_run(string id)
    {
        using var scope = Tape.Scope();
        var device = Device.Parse(id);
        using Training prepared = new(device), code = new(device);
        Tensor? product = null;
        using var step = PreparedStep.Record(device, () =>
        {
            Change(prepared);
            product = prepared.Multiply(Precision.BFloat16).Keep();
        });
        for (var run = 0; run < 3; run++)
        {
            Change(code);
            Parity.AssertSameBits(code.Product(Precision.BFloat16), product!.ToArray());
            Parity.AssertSameBits(code.Product(Precision.BFloat16), prepared.Product(Precision.BFloat16));
            step.Run();
        }

        static void Change(Training training)
        {
            training.Weight.CopyFrom(training.Other);
            training.Other.CopyFrom(training.Weight * 1.37);
        }
    }

    private sealed class Training : IDisposable
    {
        private readonly Tensor _input, _labels, _bias;

        internal Training(Device device)
        {
            _input = Tensor.From<float>(Samples.Uniform(24, seed: 1), [6, 4], device).Keep();
            _labels = Tensor.From<int>([0, 1, 2, 3, 4, 0], [6], device).Keep();
            Weight = Tensor.From<float>(Samples.Uniform(20, seed: 2), [5, 4], device).Keep();
            _bias = Tensor.From<float>(Samples.Uniform(5, seed: 3), device).Keep();
            Other = Tensor.From<float>(Samples.Uniform(20, seed: 4), [5, 4], device).Keep();
            Weight.RequiresGrad = _bias.RequiresGrad = true;
            Arena = new ParameterArena([_bias, Weight]);
            Updater = new ParameterUpdater<AdamUpdate>(Arena, new AdamUpdate(0.9, 0.999, 1e-8f, 0.01f), 0.05);
        }

        internal Tensor Weight { get; }

        internal Tensor Other { get; }

        internal ParameterArena Arena { get; }

        internal ParameterUpdater<AdamUpdate> Updater { get; }

        internal void Step()
        {
            using var scope = Tape.Scope();
            Arena.ZeroGrad();
            using (Autocast.To(Precision.BFloat16))
                Functional.CrossEntropy(Functional.Linear(_input, Weight, _bias), _labels).Backward();
            Updater.Step();
        }

        internal Tensor Multiply(Precision precision)
        {
            using var noGrad = Tape.NoGrad();
            using var autocast = Autocast.To(precision);
            return _input.MatMul(Weight, transposeOther: true);
        }

        internal float[] Product(Precision precision)
        {
            using var scope = Tape.Scope();
            return Multiply(precision).ToArray();
        }

        public void Dispose()
        {
            Updater.Dispose();
            Arena.Dispose();
        }
    }
}
