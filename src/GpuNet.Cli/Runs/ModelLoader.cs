using GpuNet.Models;
using GpuNet.Models.Persistence;

namespace GpuNet.Cli.Runs;

/// <summary>Makes models and what trains them from a run's configuration.</summary>
internal static class ModelLoader
{
    public static IReadOnlyList<string> Optimizers { get; } = ["adam", "sgd"];

    /// <summary>The loss for the run's targets.</summary>
    public static Loss LossFor(DataConfiguration data) =>
        data.Classes.Count > 0 ? new CrossEntropyLoss() : new MeanSquaredErrorLoss();

    /// <summary>A model with its initial parameters.</summary>
    public static Sequential Create(RunConfiguration configuration, Device device) =>
        configuration.Model.Build(new Generator(configuration.Training.Seed), device);

    /// <summary>A model with the parameters of a finished run.</summary>
    public static Sequential Load(RunFolder folder, RunConfiguration configuration, Device device)
    {
        var model = Create(configuration, device);
        ModelFile.Load(model, folder.Model);
        model.Evaluate();
        return model;
    }

    public static Optimizer CreateOptimizer(Sequential model, TrainingConfiguration training) => training.Optimizer == "sgd"
        ? new Sgd(model.Parameters, training.LearningRate, training.Momentum)
        : new Adam(model.Parameters, training.LearningRate);

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
