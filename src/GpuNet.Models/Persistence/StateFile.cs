namespace GpuNet.Models.Persistence;

/// <summary>State in a safetensors file: all of it or nothing is loaded.</summary>
internal static class StateFile
{
    /// <summary>Writes entries; a file that is there is replaced when the new one is complete.</summary>
    public static void Save(string path, IEnumerable<StateEntry> state, IReadOnlyDictionary<string, string>? metadata = null) =>
        SafetensorsWriter.Write(path, state.Select(entry => entry.Save(entry.Name)), metadata);

    /// <summary>Loads all entries; what a file may lack becomes what stands in for it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="state">What it has to hold, and nothing else.</param>
    /// <param name="owner">Whose state it is, for messages.</param>
    /// <exception cref="CheckpointFormatException">Names, shapes or types differ; nothing was changed.</exception>
    public static void Load(SafetensorsFile file, IEnumerable<StateEntry> state, string owner)
    {
        var entries = state.ToList();
        CheckNames(file, entries, owner);
        foreach (var entry in entries.Where(entry => file.Contains(entry.Name)))
            CheckShape(file, entry, owner);
        var assignments = entries.ConvertAll(
            entry => file.Contains(entry.Name) ? entry.Load(file, entry.Name) : entry.Missing!);
        assignments.ForEach(assign => assign());
    }

    private static void CheckNames(SafetensorsFile file, List<StateEntry> state, string owner)
    {
        if (state.Find(entry => entry.Missing is null && !file.Contains(entry.Name)) is { } missing)
            throw new CheckpointFormatException(file.Path, $"it has no tensor '{missing.Name}', which {owner} needs");
        var expected = state.Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        if (file.Entries.FirstOrDefault(entry => !expected.Contains(entry.Name)) is { } unexpected)
            throw new CheckpointFormatException(file.Path, $"its tensor '{unexpected.Name}' is not part of {owner}");
    }

    private static void CheckShape(SafetensorsFile file, StateEntry entry, string owner)
    {
        var found = file[entry.Name];
        if (!found.Shape.SequenceEqual(entry.Shape))
        {
            throw new CheckpointFormatException(
                file.Path, $"tensor '{entry.Name}' has shape {found.ShapeText}, {owner} needs {entry.ShapeText}");
        }
    }
}
