namespace GpuNet.Cli;

/// <summary>Something the user asked for that cannot be done; the message says what to change.</summary>
internal sealed class UserException(string message) : GpuNetException(message);
