namespace GpuNet;

/// <summary>Where NVIDIA's cuBLAS may be, in the order in which it is looked for.</summary>
internal static class CuBlasPlaces
{
    private static readonly string[] Names = OperatingSystem.IsWindows()
        ? ["cublas64_13.dll", "cublas64_12.dll", "cublas64_11.dll"]
        : ["libcublas.so.13", "libcublas.so.12", "libcublas.so.11", "libcublas.so"];

    private static readonly string[] Toolkit = ["lib64", "bin", "bin/x64", "targets/x86_64-linux/lib"];

    // One package for each version until CUDA 12, one for all libraries since.
    private static readonly string[] Packages =
        ["nvidia/cublas/lib", "nvidia/cu13/lib", "nvidia/cublas/bin", "nvidia/cu13/bin/x86_64"];

    /// <summary>
    /// What <c>GPUNET_CUBLAS</c> names and nothing else if it is set, a file or a folder; otherwise files of toolkits
    /// and of Python's packages, and the plain names, for the loader.
    /// </summary>
    internal static IEnumerable<string> All()
    {
        var given = Environment.GetEnvironmentVariable("GPUNET_CUBLAS");
        if (!string.IsNullOrEmpty(given)) return Directory.Exists(given) ? FilesIn(given) : [given];
        return
        [
            .. Variables("CUDA_PATH", "CUDA_HOME").SelectMany(FilesOfToolkit),
            .. Names,
            .. Folders("/usr/local", "cuda*").SelectMany(FilesOfToolkit),
            .. from prefix in PythonPrefixes()
               from site in (string[])
                   [.. Folders(Path.Combine(prefix, "lib"), "python3*").Select(lib => Path.Combine(lib, "site-packages")),
                    Path.Combine(prefix, "Lib", "site-packages")]
               from folder in Packages
               from file in FilesIn(Path.Combine(site, folder))
               select file,
        ];
    }

    private static IEnumerable<string> FilesOfToolkit(string toolkit) =>
        Toolkit.SelectMany(folder => FilesIn(Path.Combine(toolkit, folder)));

    private static IEnumerable<string> FilesIn(string folder) =>
        Names.Select(name => Path.Combine(folder, name)).Where(File.Exists);

    /// <summary>The Pythons of the environment and of the path.</summary>
    private static IEnumerable<string> PythonPrefixes() =>
        Variables("VIRTUAL_ENV", "CONDA_PREFIX")
            .Concat(
                from folder in Variables("PATH").SelectMany(list => list.Split(Path.PathSeparator))
                where File.Exists(Path.Combine(folder, "python3")) || File.Exists(Path.Combine(folder, "python.exe"))
                select OperatingSystem.IsWindows() ? folder : Path.GetDirectoryName(folder.TrimEnd('/')) ?? folder)
            .Distinct();

    private static IEnumerable<string> Variables(params string[] names) =>
        names.Select(Environment.GetEnvironmentVariable).OfType<string>().Where(value => value.Length > 0);

    private static IEnumerable<string> Folders(string parent, string pattern) => Directory.Exists(parent)
        ? Directory.GetDirectories(parent, pattern).OrderDescending(StringComparer.Ordinal)
        : [];
}
