namespace GpuNet;

/// <summary>
/// A gradient was asked for that the tape cannot give: no graph, no seed, or saved values that are gone or changed.
/// </summary>
public sealed class AutogradException : GpuNetException
{
    /// <summary>Creates the error with a message that says what to do next.</summary>
    public AutogradException(string message) : base(message) { }
}
