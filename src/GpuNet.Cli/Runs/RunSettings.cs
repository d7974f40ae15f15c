using GpuNet.Models;
using GpuNet.Models.Data;

namespace GpuNet.Cli.Runs;

/// <summary>What depends on the data when the user does not say.</summary>
internal sealed record TrainDefaults(int Epochs, int BatchSize, int[] Hidden, double AdamRate, double Dropout)
{
    public static TrainDefaults For(string data) => data switch
    {
        DataSource.Digits => new(Epochs: 30, BatchSize: 32, Hidden: [128], AdamRate: 0.005, Dropout: 0.2),
        DataSource.FashionMnist => new(Epochs: 10, BatchSize: 128, Hidden: [512, 256], AdamRate: 0.001, Dropout: 0),
        _ => new(Epochs: 50, BatchSize: 32, Hidden: [64], AdamRate: 0.001, Dropout: 0),
    };
}

/// <summary>What the user asked to train; null where the default depends on the data.</summary>
internal sealed record RunSettings
{
    public required string Data { get; init; }

    public required string? Target { get; init; }

    public required TargetKind Task { get; init; }

    public required int? Epochs { get; init; }

    public required int? BatchSize { get; init; }

    public required double? LearningRate { get; init; }

    public required int[]? Hidden { get; init; }

    public required string Activation { get; init; }

    public required string Optimizer { get; init; }

    public required string Schedule { get; init; }

    public required double? WeightDecay { get; init; }

    public required double? ClipNorm { get; init; }

    public required double Momentum { get; init; }

    public required double? Dropout { get; init; }

    public required bool BatchNorm { get; init; }

    public required double L1 { get; init; }

    public required double L2 { get; init; }

    public required string Precision { get; init; }

    public required double TestFraction { get; init; }

    public required ulong Seed { get; init; }

    public MultilayerPerceptron Model(TrainDefaults defaults, int inputs, int outputs) =>
        new(inputs, Hidden ?? defaults.Hidden, outputs)
        {
            Activation = Activation,
            BatchNorm = BatchNorm,
            Dropout = Dropout ?? defaults.Dropout,
        };

    public TrainingConfiguration Training(TrainDefaults defaults, Device device) => new(
        device.Id,
        Epochs ?? defaults.Epochs,
        BatchSize ?? defaults.BatchSize,
        Optimizer,
        LearningRate ?? (Optimizer == "adam" ? defaults.AdamRate : OptimizerCatalogue.DefaultLearningRate(Optimizer) ?? 0.1),
        Momentum,
        L1,
        L2,
        Seed,
        Schedule,
        WeightDecay,
        ClipNorm,
        Precision);
}
