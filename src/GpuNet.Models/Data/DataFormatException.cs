namespace GpuNet.Models.Data;

/// <summary>A data file that cannot be used as it is.</summary>
/// <param name="path">The file.</param>
/// <param name="reason">What is wrong and where, without a full stop.</param>
public sealed class DataFormatException(string path, string reason) : GpuNetException($"{path}: {reason}.")
{
    /// <summary>The file.</summary>
    public string Path { get; } = path;

    /// <summary>What is wrong and where.</summary>
    public string Reason { get; } = reason;
}
