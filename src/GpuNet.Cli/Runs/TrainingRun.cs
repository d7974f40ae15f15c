using GpuNet.Models;
using GpuNet.Models.Data;

namespace GpuNet.Cli.Runs;

/// <summary>A model on a device, the data it learns from and is tested on, and what trains it.</summary>
internal sealed class TrainingRun
{
    private readonly RunConfiguration _configuration;
    private readonly DataLoader _train;
    private readonly DataLoader _test;

    /// <summary>Makes the model, with its initial parameters, and its trainer.</summary>
    /// <param name="configuration">What is trained, and how.</param>
    /// <param name="split">The configuration's data.</param>
    /// <param name="device">The device, whatever the configuration says.</param>
    /// <param name="folder">Where each epoch leaves the model and what training needs to go on; null for nowhere.</param>
    public TrainingRun(RunConfiguration configuration, Split split, Device device, RunFolder? folder = null)
    {
        var training = configuration.Training;
        // Batch normalization cannot train on one row, so a last batch of one is left out.
        bool dropLast = configuration.Model.BatchNorm && split.Train.Count % training.BatchSize == 1;
        _configuration = configuration;
        _train = new DataLoader(split.Train, training.BatchSize, device, shuffle: true, training.Seed, dropLast);
        _test = new DataLoader(split.Test, Math.Max(training.BatchSize, 256), device);
        Model = ModelLoader.Create(configuration, device);
        Optimizer = ModelLoader.CreateOptimizer(Model, training);
        int steps = training.Epochs * ((_train.RowsPerEpoch + training.BatchSize - 1) / training.BatchSize);
        Trainer = new Trainer(Model, ModelLoader.LossFor(configuration.Data), Optimizer)
        {
            Regularizers = ModelLoader.CreateRegularizers(training),
            Schedule = ModelLoader.CreateSchedule(training, Optimizer, steps),
            SchedulesSteps = true,
            CheckpointPath = folder?.Model,
            StatePath = folder?.Training,
            Precision = ModelLoader.Precisions[training.Precision],
        };
        Description =
            $"{configuration.Data.Source}: {split.Train.Count} rows to train, {split.Test.Count} to test, {split.Train.FeatureCount} "
            + $"features. Model {Widths(configuration.Model)} ({Model.Parameters.Sum(parameter => (long)parameter.Count):N0} parameters)";
    }

    public Sequential Model { get; }

    public Optimizer Optimizer { get; }

    public Trainer Trainer { get; }

    /// <summary>The data and the model in a line, without a full stop.</summary>
    public string Description { get; }

    /// <summary>Loads and prepares the data and decides whatever the user left open.</summary>
    /// <exception cref="UserException">The settings do not go together.</exception>
    public static (RunConfiguration Configuration, Split Split) Prepare(RunSettings settings, Device device)
    {
        var defaults = TrainDefaults.For(settings.Data);
        var training = settings.Training(defaults, device);
        if (training.WeightDecay is not null && !OptimizerCatalogue.HasWeightDecay(training.Optimizer))
            throw new UserException($"--weight-decay: the optimizer '{training.Optimizer}' knows none. Use --l2.");
        var data = DataSource.Prepare(settings.Data, settings.Target, settings.Task, settings.TestFraction, training.Seed);
        var train = data.Split.Train;
        var configuration = new RunConfiguration(
            data.Configuration, settings.Model(defaults, train.FeatureCount, train.OutputCount), training);
        if (configuration.Problem() is { } problem)
            throw new UserException($"--hidden: {problem}.");
        if (configuration.Model.BatchNorm && Math.Min(train.Count, training.BatchSize) < 2)
            throw new UserException("--batch-norm: batches of at least two rows are needed, so that there is a variance.");
        return (configuration, data.Split);
    }

    /// <summary>Trains for the configuration's epochs, or for those that are left of them after a resume.</summary>
    public void Fit(IProgress<TrainingProgress>? progress, Action<EpochMetrics> epochEnded, CancellationToken cancellationToken) =>
        Trainer.Fit(_train, _test, _configuration.Training.Epochs, progress, epochEnded, cancellationToken);

    /// <summary>Takes training steps, and the times of their launches.</summary>
    public IReadOnlyList<LaunchTime> Profile(int runs) => Trainer.Profile(_train, runs);

    private static string Widths(MultilayerPerceptron model) => string.Join('-', [model.Inputs, .. model.Hidden, model.Outputs]);
}
