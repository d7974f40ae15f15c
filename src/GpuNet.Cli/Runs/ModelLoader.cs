using GpuNet.Models;
using GpuNet.Models.Persistence;

namespace GpuNet.Cli.Runs;

/// <summary>Makes models and what trains them from a run's configuration.</summary>
internal static class ModelLoader
{
    /// <summary>The optimizers of the catalogue; not Muon, which leaves vectors to another one.</summary>
    public static IReadOnlyList<string> Optimizers { get; } =
        [.. OptimizerCatalogue.All.Select(entry => entry.Name).Where(name => name != "muon")];

    /// <summary>What a learning rate may do over a whole training.</summary>
    public static IReadOnlyList<string> Schedules { get; } = ["none", "cosine", "linear", "one_cycle"];

    /// <summary>What the operands of matrix products may be rounded to, by name.</summary>
    public static IReadOnlyDictionary<string, Precision> Precisions { get; } = new Dictionary<string, Precision>
    {
        ["float32"] = Precision.Float32,
        ["tf32"] = Precision.TensorFloat32,
        ["bf16"] = Precision.BFloat16,
        ["fp16"] = Precision.Float16,
    };

    /// <summary>The loss for the run's targets.</summary>
    public static Loss LossFor(DataConfiguration data) =>
        data.Classes.Count > 0 ? new CrossEntropyLoss() : new MeanSquaredErrorLoss();

    /// <summary>A model with its initial parameters.</summary>
    public static Sequential Create(RunConfiguration configuration, Device device) =>
        configuration.Model.Build(new Generator(configuration.Training.Seed), device);

    /// <summary>A model with the parameters of a finished run.</summary>
    /// <exception cref="UserException">The run has no model.</exception>
    public static Sequential Load(RunFolder folder, RunConfiguration configuration, Device device)
    {
        if (!File.Exists(folder.Model))
            throw new UserException($"'{folder.Path}' has no model.safetensors: not one epoch was finished. Train it again.");
        var model = Create(configuration, device);
        ModelFile.Load(model, folder.Model);
        model.Evaluate();
        return model;
    }

    public static Optimizer CreateOptimizer(Sequential model, TrainingConfiguration training)
    {
        var optimizer = training.Optimizer == "sgd"
            ? new Sgd(model.Parameters, training.LearningRate, training.Momentum, weightDecay: training.WeightDecay ?? 0)
            : OptimizerCatalogue.Create(training.Optimizer, model.Parameters, training.LearningRate, training.WeightDecay);
        if (training.ClipNorm is { } limit)
            optimizer.GradientTransforms = [new ClipByGlobalNorm(limit)];
        return optimizer;
    }

    /// <summary>The schedule for a training of so many steps, or null for none; it cycles momentum where the optimizer has one.</summary>
    public static Schedule? CreateSchedule(TrainingConfiguration training, Optimizer optimizer, int steps) => training.Schedule switch
    {
        "cosine" => new CosineSchedule(steps),
        "linear" => new PolynomialSchedule(steps),
        "one_cycle" => new OneCycleSchedule(Math.Max(2, steps), cycleMomentum: optimizer.Groups.All(group => group.Momentum is not null)),
        _ => null,
    };

    public static IReadOnlyList<Regularizer> CreateRegularizers(TrainingConfiguration training)
    {
        var regularizers = new List<Regularizer>();
        if (training.L1 > 0)
            regularizers.Add(new L1Regularizer(training.L1));
        if (training.L2 > 0)
            regularizers.Add(new L2Regularizer(training.L2));
        return regularizers;
    }
}
