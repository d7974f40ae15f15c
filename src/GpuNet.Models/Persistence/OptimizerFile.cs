namespace GpuNet.Models.Persistence;

/// <summary>
/// Saves what an optimizer carries from step to step, and its groups' learning rates, as a safetensors file, and loads it:
/// what torch calls an optimizer's state dict. <see cref="TrainingState"/> holds the model, too.
/// </summary>
/// <example><code>
/// OptimizerFile.Save(optimizer, "adam.safetensors");
/// OptimizerFile.Load(optimizer, "adam.safetensors");
/// </code></example>
public static class OptimizerFile
{
    private const string RuleKey = "optimizer";

    /// <summary>Saves an optimizer. A file that is there is replaced when the new one is complete.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(Optimizer optimizer, string path)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        StateFile.Save(path, optimizer.State, new Dictionary<string, string> { [RuleKey] = optimizer.Rules });
    }

    /// <summary>Loads what was saved of an optimizer with the same options and groups. If it fails, nothing is changed.</summary>
    /// <exception cref="CheckpointFormatException">The file is damaged, or another optimizer's.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static void Load(Optimizer optimizer, string path)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        using var file = SafetensorsFile.Open(path);
        CheckRule(file, RuleKey, optimizer);
        StateFile.Load(file, optimizer.State, "the optimizer");
    }

    /// <summary>Saves L-BFGS.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(LBfgs optimizer, string path)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        StateFile.Save(path, optimizer.State);
    }

    /// <summary>Loads L-BFGS. If it fails, nothing but what it had seen before is lost.</summary>
    /// <exception cref="CheckpointFormatException">The file is damaged, or another optimizer's.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static void Load(LBfgs optimizer, string path)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        using var file = SafetensorsFile.Open(path);
        optimizer.MakeRoom(file.Contains);
        StateFile.Load(file, optimizer.State, "the optimizer");
    }

    /// <summary>Holds an optimizer to the rule and hyperparameters that a file was saved with.</summary>
    internal static void CheckRule(SafetensorsFile file, string key, Optimizer optimizer)
    {
        if (!file.Metadata.TryGetValue(key, out string? rule))
            throw new CheckpointFormatException(file.Path, "it does not say which optimizer it is of");
        if (rule != optimizer.Rules)
            throw new CheckpointFormatException(file.Path, $"it was saved with {rule}, but the optimizer is {optimizer.Rules}: make it with the saved options, or go on with the model alone");
    }
}
