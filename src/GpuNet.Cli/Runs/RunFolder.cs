using System.Text.Json;
using GpuNet.Models;

namespace GpuNet.Cli.Runs;

/// <summary>The folder of a run: configuration, metrics as JSON lines, model, and what training needs to go on.</summary>
internal sealed class RunFolder
{
    private RunFolder(string path) => Path = path;

    public string Path { get; }

    public string Configuration => System.IO.Path.Combine(Path, "config.json");

    public string Metrics => System.IO.Path.Combine(Path, "metrics.jsonl");

    public string Model => System.IO.Path.Combine(Path, "model.safetensors");

    public string Training => System.IO.Path.Combine(Path, "training.safetensors");

    /// <summary>A place for a new run; nothing is written yet.</summary>
    /// <param name="path">The folder; by default a new one under <c>runs</c>, named after data and time.</param>
    /// <param name="name">The name of the data.</param>
    /// <param name="overwrite">Whether a run that is there may be replaced.</param>
    public static RunFolder Choose(string? path, string name, bool overwrite)
    {
        if (path is null)
            return new RunFolder(Unused(System.IO.Path.Combine("runs", $"{name}-{DateTime.Now:yyyyMMdd-HHmmss}")));
        var folder = new RunFolder(path);
        if (File.Exists(path))
            throw new UserException($"--output: '{path}' is a file, not a folder.");
        if (!overwrite && Array.Exists([folder.Configuration, folder.Metrics, folder.Model, folder.Training], File.Exists))
            throw new UserException($"--output: '{path}' holds a run already. Name another folder, or add --overwrite.");
        return folder;
    }

    /// <summary>The folder of a finished run.</summary>
    public static RunFolder Open(string path)
    {
        var folder = new RunFolder(path);
        if (!File.Exists(folder.Configuration))
            throw new UserException($"'{path}' is not the folder of a run: it has no config.json.");
        return folder;
    }

    /// <summary>Creates the folder, and removes an old run's metrics and model so that runs never mix.</summary>
    /// <returns>What keeps other processes from training there.</returns>
    /// <exception cref="UserException">Nothing can be written there, or another process trains there.</exception>
    public IDisposable Create(RunConfiguration configuration)
    {
        try
        {
            Directory.CreateDirectory(Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"--output: the folder '{Path}' cannot be made: {exception.Message} Name another one.");
        }

        var hold = Hold();
        File.Delete(Model);
        File.Delete(Training);
        File.WriteAllText(Metrics, string.Empty);
        configuration.Save(Configuration);
        return hold;
    }

    /// <summary>Keeps the folder for this process until what is returned is disposed, or the process ends.</summary>
    /// <exception cref="UserException">Nothing can be written there, or another process trains there.</exception>
    public IDisposable Hold()
    {
        try
        {
            return new FileStream(
                System.IO.Path.Combine(Path, "run.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserException(
                $"'{Path}' cannot be trained in: {exception.Message} If another training runs there, wait for its end; else name another folder with --output.");
        }
    }

    /// <summary>Puts a run back to where its training can go on: after these epochs.</summary>
    public void Reopen(RunConfiguration configuration, IEnumerable<EpochMetrics> history)
    {
        configuration.Save(Configuration);
        File.WriteAllText(Metrics, string.Empty);
        foreach (var metrics in history)
            Append(metrics);
    }

    /// <summary>Adds an epoch; numbers are written so that they read back as the same bits.</summary>
    public void Append(EpochMetrics metrics) => File.AppendAllText(Metrics, JsonSerializer.Serialize(metrics, RunJson.Default.EpochMetrics) + "\n");

    private static string Unused(string path) =>
        Directory.Exists(path)
            ? Enumerable.Range(2, int.MaxValue - 2).Select(i => $"{path}-{i}").First(candidate => !Directory.Exists(candidate))
            : path;
}
