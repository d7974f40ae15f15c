using GpuNet.Kernels;
using GpuNet.Models.Data;
using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Training;

/// <summary>The trainer prepares steps by itself; nothing about the outcome tells.</summary>
public sealed class PreparedTrainingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [EveryDevice]
    public void Prepared_steps_train_to_the_same_bits(string deviceId)
    {
        var device = Device.Parse(deviceId);
        // 90 rows in batches of 16: the last batch of an epoch has 10, and runs its code.
        var data = TrainerTests.Clouds().Subset([.. Enumerable.Range(0, 90)]);
        var (prepared, code) = (Train(device, data, prepareSteps: true), Train(device, data, prepareSteps: false));
        Assert.Null(prepared.Refusal);
        Assert.Equal(code.Metrics, prepared.Metrics);
        Assert.Equal(code.Weights, prepared.Weights);
        Assert.Equal(code.Batches, prepared.Batches);
    }

    [Fact]
    public void A_learning_rate_that_changes_within_an_epoch_is_heeded()
    {
        float[] Weights(bool prepareSteps)
        {
            var random = new Generator(seed: 1);
            var model = new Linear(2, 2, random, device: Device.Cpu);
            var optimizer = new Adam(model.Parameters, learningRate: 0.1);
            var trainer = new Trainer(model, new CrossEntropyLoss(), optimizer) { PrepareSteps = prepareSteps };
            // Reported every 16 batches.
            var halve = new Reports(() => optimizer.LearningRate /= 2);
            trainer.Fit(new DataLoader(TrainerTests.Clouds(), 2, Device.Cpu), null, epochs: 2, halve, cancellationToken: Token);
            return model.Weight.ToArray();
        }

        Assert.Equal(Weights(prepareSteps: false), Weights(prepareSteps: true));
    }

    [Theory]
    [EveryDevice]
    public void A_momentum_that_changes_with_each_step_is_heeded(string deviceId)
    {
        float[] Weights(bool prepareSteps, bool cycleMomentum = true)
        {
            var device = Device.Parse(deviceId);
            var model = new Linear(2, 2, new Generator(seed: 1), device: device);
            var trainer = new Trainer(model, new CrossEntropyLoss(), new Adam(model.Parameters, learningRate: 0.1))
            {
                PrepareSteps = prepareSteps,
                Schedule = new OneCycleSchedule(40, cycleMomentum: cycleMomentum),
                SchedulesSteps = true,
            };
            trainer.Fit(new DataLoader(TrainerTests.Clouds(), 10, device), null, epochs: 2, cancellationToken: Token);
            Assert.Null(trainer.PreparationRefusal);
            return model.Weight.ToArray();
        }

        Assert.Equal(Weights(prepareSteps: false), Weights(prepareSteps: true));
        Assert.NotEqual(Weights(prepareSteps: true), Weights(prepareSteps: true, cycleMomentum: false));
    }

    [Fact]
    public void A_module_that_reads_values_runs_its_code_and_the_reason_is_told() =>
        RunsItsCode(() => new FlipByMean(), "Item");

    [Fact]
    public void A_module_that_says_nothing_of_the_host_runs_its_code_and_the_reason_is_told() =>
        RunsItsCode(() => new FlipEachOther(), "FlipEachOther");

    private static void RunsItsCode(Func<Module> create, string reason)
    {
        (float[] Weights, string? Refusal) Train(bool prepareSteps)
        {
            var random = new Generator(seed: 1);
            var model = new Sequential(new Linear(2, 8, random, device: Device.Cpu), create(), new Linear(8, 2, random, device: Device.Cpu));
            var trainer = new Trainer(model, new CrossEntropyLoss(), new Sgd(model.Parameters, 0.1)) { PrepareSteps = prepareSteps };
            trainer.Fit(new DataLoader(TrainerTests.Clouds(), 16, Device.Cpu), null, epochs: 2, cancellationToken: Token);
            return (((Linear)model[0]).Weight.ToArray(), trainer.PreparationRefusal);
        }

        var (weights, refusal) = Train(prepareSteps: true);
        Assert.Contains(reason, refusal, StringComparison.Ordinal);
        (float[] expected, refusal) = Train(prepareSteps: false);
        Assert.Null(refusal);
        Assert.Equal(expected, weights);
    }

    private static (string Metrics, float[] Weights, long Batches, string? Refusal) Train(Device device, Dataset data, bool prepareSteps)
    {
        var random = new Generator(seed: 1);
        var model = new Sequential(
            new Linear(2, 8, random, device: device),
            new BatchNorm1d(8, device: device),
            new Activation<Relu>(),
            new Dropout(0.1, random),
            new Linear(8, 2, random, device: device));
        var optimizer = new Adam(model.Parameters, learningRate: 0.02);
        var trainer = new Trainer(model, new CrossEntropyLoss(), optimizer)
        {
            PrepareSteps = prepareSteps,
            Regularizers = [new L2Regularizer(1e-3)],
        };
        var loader = new DataLoader(data, batchSize: 16, device, shuffle: true, seed: 1);
        var history = trainer.Fit(loader, loader, epochs: 5, epochEnded: _ => optimizer.LearningRate *= 0.9, cancellationToken: Token);
        string metrics = string.Join('\n', history.Select(epoch =>
            FormattableString.Invariant($"{epoch.TrainLoss:R} {epoch.TrainAccuracy:R} {epoch.TestLoss:R} {epoch.TestAccuracy:R}")));
        float[] weights = [.. model.Parameters.SelectMany(parameter => parameter.ToArray()), .. ((BatchNorm1d)model[1]).RunningVariance!.ToArray()];
        return (metrics, weights, ((BatchNorm1d)model[1]).BatchesTracked, trainer.PreparationRefusal);
    }

    /// <summary>Its work depends on its input's values: no recording can stand for it.</summary>
    private sealed class FlipByMean : Module
    {
        public override bool IsRepeatable => true;

        protected override Tensor Compute(Tensor input) => input.Mean().Item() < 0 ? -input : input;
    }

    /// <summary>Its work depends on a count of the host, which it does not hide.</summary>
    private sealed class FlipEachOther : Module
    {
        private int _calls;

        protected override Tensor Compute(Tensor input) => _calls++ % 2 == 0 ? input : -input;
    }

    private sealed class Reports(Action act) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => act();
    }
}
