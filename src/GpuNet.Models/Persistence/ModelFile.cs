namespace GpuNet.Models.Persistence;

/// <summary>Saves models as safetensors files and loads them, with the names and layouts torch gives a state dict.</summary>
/// <example><code>
/// ModelFile.Save(model, "model.safetensors");
/// ModelFile.Load(model, "model.safetensors");
/// </code></example>
public static class ModelFile
{
    /// <summary>Saves parameters and running statistics. A file that is there is replaced when the new one is complete.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(Module model, string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        StateFile.Save(path, model.State, metadata);
    }

    /// <summary>
    /// Loads what <see cref="Save"/> or torch saved for a model of the same structure. Floating-point tensors of any
    /// precision become singles. If it fails, the model is unchanged.
    /// </summary>
    /// <exception cref="CheckpointFormatException">The file is damaged, or its names or shapes are not the model's.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static void Load(Module model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        using var file = SafetensorsFile.Open(path);
        StateFile.Load(file, model.State, "the model");
    }
}
