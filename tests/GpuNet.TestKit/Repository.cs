namespace GpuNet.TestKit;

/// <summary>Files of the repository that tests look at: documentation, projects, examples.</summary>
public static class Repository
{
    private static readonly Lazy<string> Root = new(FindRoot);

    /// <summary>The full path of a file or folder, from its parts below the repository's root.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Root.Value, .. parts]);

    // From where the tests run, not from source paths: reproducible builds rewrite those.
    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "GpuNet.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("No folder above the tests holds GpuNet.sln.");
        return folder.FullName;
    }
}
