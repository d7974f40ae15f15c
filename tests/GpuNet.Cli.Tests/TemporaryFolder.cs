namespace GpuNet.Cli.Tests;

/// <summary>A folder of a test's own, deleted with what is in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("gpunet-cli-test-").FullName;

    public string File(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    public string Write(string name, string content)
    {
        System.IO.File.WriteAllText(File(name), content);
        return File(name);
    }

    /// <summary>Every file with its content, to see that nothing changed.</summary>
    public string Snapshot() => string.Join('\n', Directory.EnumerateFileSystemEntries(Path, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(entry => System.IO.File.Exists(entry) ? $"{entry} {Convert.ToHexString(System.IO.File.ReadAllBytes(entry))}" : entry));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
