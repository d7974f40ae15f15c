namespace GpuNet;

/// <summary>
/// The base of every error that GpuNet itself reports; plain argument mistakes are the BCL's
/// <see cref="ArgumentException"/>s.
/// </summary>
public class GpuNetException : Exception
{
    /// <summary>Creates an error with a message that says what happened and what to do next.</summary>
    public GpuNetException(string message) : base(message) { }

    /// <summary>Creates an error that was caused by another one.</summary>
    public GpuNetException(string message, Exception? innerException) : base(message, innerException) { }
}
