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
        SafetensorsWriter.Write(path, model.State.Select(entry => entry.Save(entry.Name)), metadata);
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
        var state = model.State.ToList();
        CheckNames(file, state);
        foreach (var entry in state)
            CheckShape(file, entry);
        var assignments = state.ConvertAll(entry => entry.Load(file, entry.Name));
        assignments.ForEach(assign => assign());
    }

    private static void CheckNames(SafetensorsFile file, List<StateEntry> state)
    {
        var expected = state.Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        if (expected.FirstOrDefault(name => !file.Contains(name)) is { } missing)
            throw new CheckpointFormatException(file.Path, $"it has no tensor '{missing}', which the model needs");
        if (file.Entries.FirstOrDefault(entry => !expected.Contains(entry.Name)) is { } unexpected)
            throw new CheckpointFormatException(file.Path, $"its tensor '{unexpected.Name}' is not part of the model");
    }

    private static void CheckShape(SafetensorsFile file, StateEntry entry)
    {
        var found = file[entry.Name];
        if (!found.Shape.SequenceEqual(entry.Shape))
        {
            throw new CheckpointFormatException(
                file.Path, $"tensor '{entry.Name}' has shape {found.ShapeText}, the model needs {entry.ShapeText}");
        }
    }
}
