namespace GpuNet.Models.Persistence;

/// <summary>A checkpoint that cannot be loaded: damaged, hostile, or made for another model.</summary>
/// <param name="path">The file.</param>
/// <param name="reason">What is wrong with it, without a full stop.</param>
public sealed class CheckpointFormatException(string path, string reason)
    : GpuNetException($"{path}: {reason}.")
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>What is wrong with it.</summary>
    public string Reason { get; } = reason;
}
