namespace GpuNet;

/// <summary>A step cannot be repeated without running its code.</summary>
/// <param name="reason">What it does, and what to do instead.</param>
public sealed class PreparedStepException(string reason) : GpuNetException($"The step cannot be prepared: {reason}.");
