using System.Text.Json;
using GpuNet.Models;
using GpuNet.Models.Data;
using GpuNet.Models.Persistence;

namespace GpuNet.Cli.Runs;

/// <summary>Where the data of a run comes from and how it is prepared.</summary>
/// <param name="Source"><c>digits</c>, <c>fashion-mnist</c>, or the full path of a CSV file.</param>
/// <param name="Target">The target column's name or index; null if the data set has its own.</param>
/// <param name="Classes">The classes' names in the order of the model's outputs; empty for regression.</param>
/// <param name="TestFraction">The share of rows held out; null if the data set has its own test set.</param>
/// <param name="FeatureScaling">What is done to features before the model sees them.</param>
/// <param name="TargetScaling">What is done to the targets of a regression.</param>
/// <param name="Sha256">The CSV file's digest, so that a split is never made anew of other rows; null if the data set is the program's.</param>
internal sealed record DataConfiguration(
    string Source,
    string? Target,
    IReadOnlyList<string> Classes,
    double? TestFraction,
    FeatureScaling FeatureScaling,
    FeatureScaling? TargetScaling,
    string? Sha256 = null);

/// <summary>How a run trains.</summary>
internal sealed record TrainingConfiguration(
    string Device,
    int Epochs,
    int BatchSize,
    string Optimizer,
    double LearningRate,
    double Momentum,
    double L1,
    double L2,
    ulong Seed,
    string Schedule = "none",
    double? WeightDecay = null,
    double? ClipNorm = null,
    string Precision = "float32");

/// <summary>Everything that decides a run: what <c>config.json</c> of its folder holds.</summary>
internal sealed record RunConfiguration(DataConfiguration Data, MultilayerPerceptron Model, TrainingConfiguration Training)
{
    /// <summary>The widest layer there may be.</summary>
    public const int MaxWidth = 1 << 20;

    private static readonly RunJson Json = new(new JsonSerializerOptions(RunJson.Default.Options) { WriteIndented = true });

    public void Save(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, Json.RunConfiguration) + "\n");

    /// <exception cref="DataFormatException">The file is not a configuration.</exception>
    public static RunConfiguration Load(string path)
    {
        try
        {
            var configuration = JsonSerializer.Deserialize(File.ReadAllText(path), Json.RunConfiguration);
            return configuration?.Problem() is { } problem
                ? throw new DataFormatException(path, problem)
                : configuration ?? throw new DataFormatException(path, "it is empty");
        }
        catch (JsonException exception)
        {
            throw new DataFormatException(path, $"not the configuration of a run: {exception.Message.TrimEnd('.')}");
        }
    }

    /// <summary>What keeps the configuration from being used, or null.</summary>
    public string? Problem()
    {
        int[] widths = [Model.Inputs, .. Model.Hidden, Model.Outputs];
        if (Array.Exists(widths, width => width is < 1 or > MaxWidth))
            return $"a layer's width is not from 1 to {MaxWidth}";
        if (widths.Zip(widths.Skip(1), (inputs, outputs) => (long)inputs * outputs).Sum() > int.MaxValue)
            return $"the model has more than {int.MaxValue} weights";
        if (!Activation.Names.Contains(Model.Activation))
            return $"there is no activation '{Model.Activation}'";
        if (Model.Dropout is not (>= 0 and < 1))
            return "dropout is not from 0 to 1";
        if (Model.Outputs != Math.Max(1, Data.Classes.Count))
            return $"the model has {Model.Outputs} outputs for {Data.Classes.Count} classes";
        if (!IsScaling(Data.FeatureScaling, Model.Inputs) || (Data.TargetScaling is { } target && !IsScaling(target, 1)))
            return "a scaling does not fit its columns";
        if (Training.BatchSize < 1)
            return "the batch size is not positive";
        if (!ModelLoader.Precisions.ContainsKey(Training.Precision))
            return $"there is no precision '{Training.Precision}'";
        return Data.TestFraction is null or (> 0 and < 1) ? null : "the test fraction is not between 0 and 1";
    }

    private static bool IsScaling(FeatureScaling scaling, int columns) =>
        scaling.Shift.Count == scaling.Factor.Count && (scaling.Shift.Count == 1 || scaling.Shift.Count == columns);
}
