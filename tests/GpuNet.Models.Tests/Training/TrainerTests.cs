using GpuNet.Kernels;
using GpuNet.Models.Data;
using GpuNet.Models.Persistence;
using GpuNet.TestKit;

namespace GpuNet.Models.Tests.Training;

public sealed class TrainerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    /// <summary>Two clouds of points that a linear model can part.</summary>
    internal static Dataset Clouds()
    {
        const int Count = 96;
        float[] points = new Generator(seed: 9).Normal([Count, 2], device: Device.Cpu).ToArray();
        int[] labels = new int[Count];
        for (int i = 0; i < Count; i++)
        {
            labels[i] = i % 2;
            points[2 * i] += labels[i] == 0 ? -2 : 2;
        }

        return Dataset.Classification("clouds", points, 2, labels, ["left", "right"]);
    }

    internal static (Sequential Model, Trainer Trainer) Create(
        Device device, string? checkpoint = null, Precision precision = Precision.Float32)
    {
        var random = new Generator(seed: 1);
        var model = new Sequential(
            new Linear(2, 8, random, device: device),
            new BatchNorm1d(8, device: device),
            new Activation<Relu>(),
            new Dropout(0.1, random),
            new Linear(8, 2, random, device: device));
        var optimizer = new Adam(model.Parameters, learningRate: 0.02);
        return (model, new Trainer(model, new CrossEntropyLoss(), optimizer) { CheckpointPath = checkpoint, Precision = precision });
    }

    [Theory]
    [EveryDevice]
    public void Training_learns(string deviceId)
    {
        var device = Device.Parse(deviceId);
        var (model, trainer) = Create(device);
        var data = new DataLoader(Clouds(), batchSize: 16, device, shuffle: true, seed: 1);
        var history = trainer.Fit(data, data, epochs: 10, cancellationToken: Token);

        Assert.Equal(Enumerable.Range(1, 10), history.Select(epoch => epoch.Epoch));
        Assert.True(history[^1].TrainLoss < history[0].TrainLoss / 2);
        // Clouds two deviations from the boundary: the best possible accuracy is Phi(2) = 0.977.
        Assert.InRange(history[^1].TestAccuracy!.Value, 0.93, 1);
        Assert.True(model.IsTraining);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Schedules_count_steps_or_epochs_and_plateaus_lower_rates(bool countsSteps)
    {
        var data = new DataLoader(Clouds(), batchSize: 16, Device.Cpu, shuffle: true, seed: 1);
        var model = new Linear(2, 2, new Generator(seed: 1), device: Device.Cpu);
        var optimizer = new Sgd(model.Parameters, learningRate: 1);
        var trainer = new Trainer(model, new CrossEntropyLoss(), optimizer)
        {
            Schedule = new ExponentialSchedule(0.99),
            SchedulesSteps = countsSteps,
        };
        trainer.Fit(data, null, epochs: 3, cancellationToken: Token);
        int count = countsSteps ? 3 * ((data.RowsPerEpoch + 15) / 16) : 3;
        Assert.Equal(Math.Pow(0.99, count), optimizer.LearningRate, 1e-12);

        var other = new Sgd(new Linear(2, 2, new Generator(seed: 1), device: Device.Cpu).Parameters, learningRate: 1);
        trainer = new Trainer(model, new CrossEntropyLoss(), other) { Plateau = new ReduceOnPlateau(other, factor: 0.5, patience: 0, threshold: 1) };
        trainer.Fit(data, null, epochs: 3, cancellationToken: Token);
        Assert.Equal(0.25, other.LearningRate);
    }

    /// <summary>A line through 0 learns y = 2x, of which rows at 0 show nothing: their loss stays what it is.</summary>
    private static (Trainer Trainer, Optimizer Optimizer) Line()
    {
        var model = new Sequential(new Linear(1, 1, new Generator(seed: 1), hasBias: false));
        var optimizer = new Sgd(model.Parameters, 0.01);
        var plateau = new ReduceOnPlateau(optimizer, factor: 0.5, patience: 0);
        return (new Trainer(model, new MeanSquaredErrorLoss(), optimizer) { Plateau = plateau }, optimizer);
    }

    private static DataLoader Rows(float[] x, float[] y) =>
        new(Dataset.Regression("rows", x, featureCount: 1, y), batchSize: x.Length, Device.Cpu);

    [Fact]
    public void A_plateau_is_one_of_the_test_loss_where_there_is_a_test()
    {
        var (trainer, optimizer) = Line();
        trainer.Fit(Rows([1, 2], [2, 4]), Rows([0, 0], [1, 2]), epochs: 3, cancellationToken: Token);
        Assert.Equal(0.01 / 4, optimizer.LearningRate, 1e-12);
        (trainer, optimizer) = Line();
        trainer.Fit(Rows([1, 2], [2, 4]), test: null, epochs: 3, cancellationToken: Token);
        Assert.Equal(0.01, optimizer.LearningRate);
    }

    [Fact]
    public void A_test_loss_that_is_no_finite_number_ends_training()
    {
        var (trainer, _) = Line();
        Assert.Throws<TrainingDivergedException>(
            () => trainer.Fit(Rows([1, 2], [2, 4]), Rows([1], [3e38f]), epochs: 3, cancellationToken: Token));
    }

    [Fact]
    public void A_profile_without_profiling_is_refused_before_a_step_is_taken()
    {
        var model = new Sequential(new Linear(1, 1, new Generator(seed: 1)));
        float[] before = model.Parameters.First().ToArray();
        var data = new DataLoader(Dataset.Regression("a line", [1, 2], featureCount: 1, [2, 4]), batchSize: 2);
        var trainer = new Trainer(model, new MeanSquaredErrorLoss(), new Sgd(model.Parameters, 0.1));
        Assert.Contains("EnableProfiling", Assert.Throws<InvalidOperationException>(() => trainer.Profile(data)).Message, StringComparison.Ordinal);
        Assert.Equal(before, model.Parameters.First().ToArray());
    }

    [Fact]
    public void The_model_is_evaluated_and_left_where_it_is_to_be_used()
    {
        var data = new DataLoader(Clouds(), batchSize: 16, Device.Cpu, shuffle: true, seed: 1);
        var model = new Linear(2, 2, new Generator(seed: 1), device: Device.Cpu);
        var optimizer = new Adam(model.Parameters, learningRate: 0.01);
        var average = WeightAverage.Equal(optimizer);
        var trainer = new Trainer(model, new CrossEntropyLoss(), optimizer) { Average = average };
        var history = trainer.Fit(data, data, epochs: 2, cancellationToken: Token);

        Assert.True(average.IsSwapped);
        Assert.Equal(history[^1].TestLoss, Trainer.Evaluate(model, new CrossEntropyLoss(), data, Token).Loss);
        float[] averaged = model.Weight.ToArray();
        average.Swap();
        Assert.NotEqual(averaged, model.Weight.ToArray());
    }

    [Theory]
    [EveryDevice]
    public void Every_device_gives_the_same_losses_and_weights_to_the_bit(string device)
    {
        var (expected, expectedWeights) = Run("cpu:debug");
        var (actual, actualWeights) = Run(device);

        Assert.Equal(expected, actual);
        Assert.Equal(expectedWeights, actualWeights);

        static (List<(double, double?, double?, double?)> History, string Weights) Run(string deviceId)
        {
            var device = Device.Parse(deviceId);
            var (model, trainer) = Create(device);
            var data = new DataLoader(Clouds(), batchSize: 16, device, shuffle: true, seed: 1);
            var history = trainer.Fit(data, data, epochs: 3, cancellationToken: Token);
            return (
                [.. history.Select(epoch => (epoch.TrainLoss, epoch.TrainAccuracy, epoch.TestLoss, epoch.TestAccuracy))],
                Convert.ToHexString([.. model.State.SelectMany(entry => entry.Save(entry.Name).Data.ToArray())]));
        }
    }

    [Fact]
    public void Evaluation_is_the_mean_over_all_rows_and_changes_nothing()
    {
        var (model, _) = Create(Device.Default);
        string before = Weights(model);
        var whole = Trainer.Evaluate(model, new CrossEntropyLoss(), new DataLoader(Clouds(), batchSize: 96), Token);
        var parts = Trainer.Evaluate(model, new CrossEntropyLoss(), new DataLoader(Clouds(), batchSize: 7), Token);

        Assert.Equal(96, parts.Count);
        Assert.Equal(whole.Accuracy!.Value, parts.Accuracy!.Value, tolerance: 1e-12);
        Assert.Equal(whole.Loss, parts.Loss, tolerance: 1e-6);
        Assert.Equal(before, Weights(model));
    }

    [Fact]
    public void Cancelling_leaves_a_checkpoint_of_the_model_as_it_is()
    {
        string path = _folder.File("model.safetensors");
        var (model, trainer) = Create(Device.Default, path);
        var data = new DataLoader(Clouds(), batchSize: 4, shuffle: true);
        using var source = new CancellationTokenSource();
        var progress = new Immediate<TrainingProgress>(_ => source.Cancel());

        Assert.Throws<OperationCanceledException>(() => trainer.Fit(data, null, epochs: 1000, progress, cancellationToken: source.Token));

        var (loaded, _) = Create(Device.Default);
        ModelFile.Load(loaded, path);
        Assert.Equal(Weights(model), Weights(loaded));
    }

    [Fact]
    public void Progress_and_checkpoints_come_with_every_epoch()
    {
        string path = _folder.File("model.safetensors");
        var (_, trainer) = Create(Device.Default, path);
        var data = new DataLoader(Clouds(), batchSize: 4);
        var reports = new List<TrainingProgress>();
        int checkpoints = 0;
        trainer.Fit(data, null, epochs: 2, new Immediate<TrainingProgress>(reports.Add), _ =>
        {
            checkpoints += File.Exists(path) ? 1 : 0;
            File.Delete(path);
        }, Token);

        Assert.Equal(2, checkpoints);
        Assert.Equal([64, 96, 64, 96], reports.Select(report => report.Samples));
        Assert.All(reports, report => Assert.True(report.SamplesPerSecond > 0));
    }

    [Fact]
    public void A_loss_that_runs_away_is_reported_and_the_last_good_checkpoint_stays()
    {
        string path = _folder.File("model.safetensors");
        float[] numbers = [.. Enumerable.Range(0, 64).Select(i => (float)i)];
        var data = new DataLoader(Dataset.Regression("values", numbers, 1, numbers), batchSize: 16);
        var model = new Linear(1, 1, new Generator(seed: 1));
        var trainer = new Trainer(model, new MeanSquaredErrorLoss(), new Sgd(model.Parameters, learningRate: 1)) { CheckpointPath = path };

        var error = Assert.Throws<TrainingDivergedException>(() => trainer.Fit(data, null, epochs: 50, cancellationToken: Token));

        Assert.Contains("learning rate", error.Message, StringComparison.Ordinal);
        Assert.True(error.Epoch == 1 || File.Exists(path));
    }

    [Fact]
    public void Learning_rate_and_coefficients_are_checked()
    {
        var model = new Linear(1, 1, new Generator(seed: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(model.Parameters, learningRate: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(model.Parameters, learningRate: 1, momentum: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(model.Parameters, beta2: -0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new L2Regularizer(-1));
        Assert.Throws<ArgumentException>(() => new Adam([]));
    }

    private static string Weights(Module model) =>
        Convert.ToHexString([.. model.State.SelectMany(entry => entry.Save(entry.Name).Data.ToArray())]);

    /// <summary>Calls back at once, on the same thread; <see cref="Progress{T}"/> would do it some time later.</summary>
    private sealed class Immediate<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
