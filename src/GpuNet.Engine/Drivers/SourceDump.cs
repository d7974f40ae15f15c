namespace GpuNet.Engine.Drivers;

/// <summary>Writes the source of every kernel that is compiled into the folder that <c>GPUNET_DUMP</c> names.</summary>
internal static class SourceDump
{
    /// <param name="kernel">The kernel's name.</param>
    /// <param name="extension">The extension of files in the source's language.</param>
    /// <param name="source">The source.</param>
    public static void Write(string kernel, string extension, string source)
    {
        if (Environment.GetEnvironmentVariable("GPUNET_DUMP") is not { Length: > 0 } folder)
            return;
        Directory.CreateDirectory(folder);
        // Kernels of one name differ by their type arguments or specialized values: by a piece of the hash.
        string path = Path.Combine(folder, $"{kernel}-{CompiledCodeCache.Key(source)[..8]}{extension}");
        string temporary = path + $".{Guid.NewGuid():N}";
        File.WriteAllText(temporary, source);
        File.Move(temporary, path, overwrite: true);
    }
}
