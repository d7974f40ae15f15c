using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GpuNet;

/// <summary>
/// Choices that were measured once, on disk: a file for each subject (a device with its driver, and this version of GpuNet),
/// a line "name choice" for each of them. A file that cannot be read or written is as good as none.
/// </summary>
internal sealed class TuningCache
{
    private readonly string? _file;
    private readonly Dictionary<string, int> _choices = [];

    /// <param name="folder">Where files are kept; null for nowhere.</param>
    /// <param name="subject">What the choices depend on, besides their names.</param>
    internal TuningCache(string? folder, string subject)
    {
        if (folder is null) return;
        _file = Path.Combine(folder, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(subject)))[..32] + ".txt");
        try
        {
            if (!File.Exists(_file)) return;
            foreach (var line in File.ReadLines(_file))
            {
                if (line.Split(' ') is [var name, var choice]
                    && int.TryParse(choice, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                    _choices[name] = number;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _file = null;
        }
    }

    /// <summary>
    /// The folder that <c>GPUNET_CACHE</c> names, or the user's own; null where that is <c>off</c>, or there is none.
    /// </summary>
    internal static string? DefaultFolder
    {
        get
        {
            var given = Environment.GetEnvironmentVariable("GPUNET_CACHE");
            if (given is { Length: > 0 })
                return given.Equals("off", StringComparison.OrdinalIgnoreCase) ? null : Path.Combine(given, "tuning");
            var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            return home.Length == 0 ? null : Path.Combine(home, ".cache", "gpunet", "tuning");
        }
    }

    /// <summary>A choice made before.</summary>
    internal bool TryGet(string name, out int choice) => _choices.TryGetValue(name, out choice);

    /// <summary>Keeps a choice.</summary>
    internal void Set(string name, int choice)
    {
        _choices[name] = choice;
        if (_file is null) return;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_file)!);
            File.AppendAllText(_file, string.Create(CultureInfo.InvariantCulture, $"{name} {choice}\n"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is measured again next time.
        }
    }
}
