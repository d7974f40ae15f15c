using System.Text.Json;
using GpuNet.Models.Persistence;

namespace GpuNet.Models;

/// <summary>
/// Everything that training needs to go on later as if it had not ended: parameters and running statistics, the optimizer's states,
/// step counts and learning rates, averages of weights, the loss's scale, where random numbers come from, and the epochs so far.
/// <see cref="Trainer"/> saves and resumes by itself; this is for loops of one's own.
/// </summary>
/// <example><code>
/// var state = new TrainingState(model, optimizer) { Average = average };
/// state.Save("training.safetensors");          // after an epoch
/// state.Load("training.safetensors");          // later, around objects made as the first ones were
/// var schedule = new LearningRateScheduler(optimizer, new CosineSchedule(1000), stepCount: state.Steps);
/// </code></example>
/// <param name="model">The model.</param>
/// <param name="optimizer">The optimizer, with all its groups and gradient transforms.</param>
public sealed class TrainingState(Module model, Optimizer optimizer)
{
    private const string RuleKey = "optimizer";
    private const string HistoryKey = "history";

    /// <summary>The average of weights, if there is one.</summary>
    public WeightAverage? Average { get; init; }

    /// <summary>What watches a number to lower learning rates, if something does.</summary>
    public ReduceOnPlateau? Plateau { get; init; }

    /// <summary>The factor on the loss, if there is one.</summary>
    public LossScale? LossScale { get; init; }

    /// <summary>Generators beside those of the model's layers, which are part of the state anyway.</summary>
    public IReadOnlyList<Generator> Generators { get; init; } = [];

    /// <summary>How many steps the optimizer has taken.</summary>
    public int Steps => optimizer.Groups[0].Updater.StepCount;

    /// <summary>How far the schedule is, in what it counts; the caller's to set and to heed.</summary>
    public int ScheduleSteps { get; set; }

    /// <summary>The epochs so far; the caller's to set.</summary>
    public IReadOnlyList<EpochMetrics> History { get; set; } = [];

    /// <summary>Saves it; a file that is there is replaced when the new one is complete.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => StateFile.Save(path, Entries(), new Dictionary<string, string>
    {
        [RuleKey] = optimizer.Rules,
        [HistoryKey] = JsonSerializer.Serialize(History),
    });

    /// <summary>Loads what was saved around a model and an optimizer of the same structure and options. If it fails, nothing is changed.</summary>
    /// <exception cref="CheckpointFormatException">The file is damaged, or does not fit the model or the optimizer.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public void Load(string path)
    {
        using var file = SafetensorsFile.Open(path);
        OptimizerFile.CheckRule(file, RuleKey, optimizer);
        var history = ReadHistory(file);
        StateFile.Load(file, Entries(), "the training");
        History = history;
    }

    private IEnumerable<StateEntry> Entries() =>
    [
        .. model.State.Select(entry => entry.In("model")),
        .. optimizer.State.Select(entry => entry.In("optimizer")),
        .. Average?.State.Select(entry => entry.In("average")) ?? [],
        .. Plateau?.State.Select(entry => entry.In("plateau")) ?? [],
        .. LossScale?.States.Select((state, i) => StateEntry.Of($"loss_scale.{i}", state)) ?? [],
        .. model.Generators.Concat(Generators).Distinct().Select(Of),
        StateEntry.Of("schedule_steps", () => ScheduleSteps, value => ScheduleSteps = checked((int)value)),
    ];

    private static StateEntry Of(Generator generator, int index) => StateEntry.Of(
        $"generators.{index}",
        [4],
        () => [(long)generator.State.Seed, generator.State.Stream, generator.State.Draws, generator.State.Masks],
        words => generator.Restore(new GeneratorState((ulong)words[0], (uint)words[1], (uint)words[2], (uint)words[3])));

    private static List<EpochMetrics> ReadHistory(SafetensorsFile file)
    {
        try
        {
            return JsonSerializer.Deserialize<List<EpochMetrics>>(file.Metadata.GetValueOrDefault(HistoryKey, "[]")) ?? [];
        }
        catch (JsonException exception)
        {
            throw new CheckpointFormatException(file.Path, $"its history cannot be read: {exception.Message.TrimEnd('.')}");
        }
    }
}
