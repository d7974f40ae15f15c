namespace GpuNet.Engine.Drivers.Cuda;

/// <summary>Where NVRTC usually is.</summary>
internal static class NvrtcPlaces
{
    private static readonly bool IsWindows = OperatingSystem.IsWindows();

    // CUDA 11 keeps one name from 11.2 on.
    private static readonly string[] Names = IsWindows
        ? ["nvrtc64_130_0.dll", "nvrtc64_120_0.dll", "nvrtc64_112_0.dll"]
        : ["libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so.11.2", "libnvrtc.so"];

    private static readonly string[] FoldersOfToolkit = IsWindows
        ? ["bin", "bin/x64"]
        : ["lib64", "lib", "targets/x86_64-linux/lib", "targets/sbsa-linux/lib"];

    // One package for each version until CUDA 12, one for all libraries since.
    private static readonly string[] FoldersOfPackages = IsWindows
        ? ["nvidia/cuda_nvrtc/bin", "nvidia/cu13/bin/x86_64"]
        : ["nvidia/cuda_nvrtc/lib", "nvidia/cu13/lib"];

    /// <summary>Files that are there, and in their midst the plain names, for the loader to find.</summary>
    public static IEnumerable<string> All() =>
    [
        .. from toolkit in Variables("CUDA_PATH", "CUDA_HOME")
           from folder in FoldersOfToolkit
           from file in LibrariesIn(Path.Combine(toolkit, folder))
           select file,
        .. Names,
        .. from toolkit in UsualToolkits()
           from folder in FoldersOfToolkit
           from file in LibrariesIn(Path.Combine(toolkit, folder))
           select file,
        .. from packages in PythonPackages().Distinct(StringComparer.Ordinal)
           from folder in FoldersOfPackages
           from file in LibrariesIn(Path.Combine(packages, folder))
           select file,
    ];

    /// <summary>NVRTC's files in a folder, newest version first.</summary>
    public static IEnumerable<string> LibrariesIn(string folder) =>
        Names.Select(name => Path.GetFullPath(Path.Combine(folder, name))).Where(File.Exists);

    private static IEnumerable<string> UsualToolkits() => IsWindows
        ? Folders(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "NVIDIA GPU Computing Toolkit", "CUDA"), "v*")
        : [.. Folders("/usr/local", "cuda*"), "/opt/cuda", "/usr/lib/cuda", "/usr/lib/x86_64-linux-gnu"];

    /// <summary>The folders that hold installed packages, of every Python that can be guessed.</summary>
    private static IEnumerable<string> PythonPackages()
    {
        foreach (string path in Variables("PYTHONPATH").SelectMany(static list => list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)))
            yield return path;
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        var prefixes = Variables("VIRTUAL_ENV", "CONDA_PREFIX").Concat(PrefixesOnPath()).Append(Path.Combine(home, ".local"));
        foreach (string prefix in IsWindows ? prefixes : prefixes.Concat(["/usr/local", "/usr", "/opt/conda"]))
        {
            yield return Path.Combine(prefix, "Lib", "site-packages");
            foreach (string python in Folders(Path.Combine(prefix, "lib"), "python3*"))
            {
                yield return Path.Combine(python, "site-packages");
                yield return Path.Combine(python, "dist-packages");
            }
        }
    }

    /// <summary>
    /// Where the Pythons of the path are installed: the folder itself on Windows, the one above bin elsewhere. A virtual
    /// environment links to the Python that it was made with: packages may be in both.
    /// </summary>
    private static IEnumerable<string> PrefixesOnPath() =>
        from folder in Variables("PATH").SelectMany(static list => list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        let python = new FileInfo(Path.Combine(folder, IsWindows ? "python.exe" : "python3"))
        where python.Exists
        from file in (FileSystemInfo?[])[python, Target(python)]
        let home = Path.GetDirectoryName(file?.FullName)
        let prefix = IsWindows ? home : Path.GetDirectoryName(home)
        where prefix is not null
        select prefix;

    private static FileSystemInfo? Target(FileInfo file)
    {
        try
        {
            return file.ResolveLinkTarget(returnFinalTarget: true);
        }
        catch (IOException)
        {
            // A link in a circle leads nowhere.
            return null;
        }
    }

    private static IEnumerable<string> Variables(params string[] names) =>
        names.Select(Environment.GetEnvironmentVariable).OfType<string>().Where(static value => value.Length > 0);

    private static IEnumerable<string> Folders(string parent, string pattern)
    {
        try
        {
            return Directory.Exists(parent) ? Directory.GetDirectories(parent, pattern).OrderDescending(StringComparer.Ordinal) : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
