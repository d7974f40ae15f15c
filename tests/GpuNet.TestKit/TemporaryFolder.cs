namespace GpuNet.TestKit;

/// <summary>A folder of a test's own, deleted with what is in it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    /// <summary>The folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("gpunet-test-").FullName;

    /// <summary>The path of something in the folder.</summary>
    public string File(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    /// <summary>Writes a file; returns its path.</summary>
    public string Write(string name, byte[] content)
    {
        System.IO.File.WriteAllBytes(File(name), content);
        return File(name);
    }

    /// <summary>Writes a file; returns its path.</summary>
    public string Write(string name, string content)
    {
        System.IO.File.WriteAllText(File(name), content);
        return File(name);
    }

    /// <summary>Every file with its content, to see whether anything changed.</summary>
    public string Snapshot() =>
        string.Join('\n', Directory.EnumerateFileSystemEntries(Path, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(entry => System.IO.File.Exists(entry)
            ? $"{entry} {Convert.ToHexString(System.IO.File.ReadAllBytes(entry))}" : entry));

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
