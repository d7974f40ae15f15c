using System.Security.Cryptography;
using System.Text;

namespace GpuNet.Engine.Drivers;

/// <summary>
/// Compiled kernels on disk, so that a program compiles each only once. The folder is the user's cache, or what
/// <c>GPUNET_CACHE</c> names; <c>GPUNET_CACHE=off</c> turns the cache off. Entries appear by renaming complete files, so
/// any number of processes may share a folder; an entry that is damaged counts as missing. The cache never fails: where
/// the disk does, kernels are compiled again.
/// </summary>
internal sealed class CompiledCodeCache(string? folder, long capacity = CompiledCodeCache.DefaultCapacity)
{
    private const long DefaultCapacity = 256L << 20;
    private const int HashBytes = 32;
    private const string Extension = ".bin";

    // Changes when the format of the entries does.
    private static readonly byte[] Magic = "GPUNET01"u8.ToArray();

    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromHours(1);

    /// <summary>The cache that the environment asks for, read anew each time.</summary>
    public static CompiledCodeCache FromEnvironment() => new(Folder(Environment.GetEnvironmentVariable("GPUNET_CACHE")));

    public bool IsEnabled => folder is not null;

    /// <summary>A key for code that depends on all of <paramref name="parts"/>.</summary>
    public static string Key(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string part in parts)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(part);
            // With its length, so that no two lists of parts look alike.
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The code stored under a key, or null.</summary>
    public byte[]? Find(string key)
    {
        if (folder is null)
            return null;
        try
        {
            string path = PathOf(key);
            if (!File.Exists(path))
                return null;
            byte[] file = File.ReadAllBytes(path);
            if (!IsIntact(file))
                return null;
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
            return file[(Magic.Length + HashBytes)..];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Stores code, and removes what has not been used for longest where the cache grows too large.</summary>
    public void Store(string key, ReadOnlySpan<byte> code)
    {
        if (folder is null)
            return;
        try
        {
            Directory.CreateDirectory(folder);
            string temporary = Path.Combine(folder, $"{Guid.NewGuid():N}.tmp");
            using (var file = new FileStream(temporary, FileMode.CreateNew))
            {
                file.Write(Magic);
                file.Write(SHA256.HashData(code));
                file.Write(code);
            }
            File.Move(temporary, PathOf(key), overwrite: true);
            Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A full or read-only disk costs time at the next start, nothing else.
        }
    }

    private static bool IsIntact(byte[] file) =>
        file.Length >= Magic.Length + HashBytes
        && file.AsSpan(0, Magic.Length).SequenceEqual(Magic)
        && file.AsSpan(Magic.Length, HashBytes).SequenceEqual(SHA256.HashData(file.AsSpan(Magic.Length + HashBytes)));

    private void Trim()
    {
        var files = new DirectoryInfo(folder!).EnumerateFiles().ToList();
        foreach (var file in files.Where(file => file.Extension == ".tmp" && DateTime.UtcNow - file.LastWriteTimeUtc > AbandonedAfter))
            file.Delete();
        long total = 0;
        foreach (var file in files.Where(file => file.Extension == Extension).OrderByDescending(file => file.LastWriteTimeUtc))
        {
            total += file.Length;
            if (total > capacity)
                file.Delete();
        }
    }

    private string PathOf(string key) => Path.Combine(folder!, key + Extension);

    private static string? Folder(string? setting)
    {
        if (string.Equals(setting, "off", StringComparison.OrdinalIgnoreCase))
            return null;
        if (!string.IsNullOrEmpty(setting))
            return Path.GetFullPath(setting);
        string root = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
            ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.IsPathRooted(root) ? Path.Combine(root, "gpunet", "compiled") : null;
    }
}
