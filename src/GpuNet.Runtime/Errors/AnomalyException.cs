namespace GpuNet;

/// <summary>A NaN or an infinity was made where <see cref="Tape.DetectAnomaly"/> looks for them.</summary>
public sealed class AnomalyException : GpuNetException
{
    internal AnomalyException(string operation, bool isBackward, string? callSite, string message)
        : base(callSite is null ? message : $"{message}\nIt was called:\n{callSite}")
    {
        (Operation, IsBackward, CallSite) = (operation, isBackward, callSite);
    }

    /// <summary>The operation that made it.</summary>
    public string Operation { get; }

    /// <summary>Whether it was made by the operation's backward pass.</summary>
    public bool IsBackward { get; }

    /// <summary>The calls that led to the operation in the forward pass, innermost first, one a line; null for the gradient
    /// that a backward pass starts with.</summary>
    public string? CallSite { get; }
}
