using System.Runtime.CompilerServices;

namespace GpuNet.Models.Tests;

/// <summary>Files of the repository that tests look at, found from this source file.</summary>
internal static class Repository
{
    public static string Folder(string name) => Path.Combine(Root(), name);

    public static string File(string name) => Path.Combine(Root(), name);

    private static string Root([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", ".."));
}
