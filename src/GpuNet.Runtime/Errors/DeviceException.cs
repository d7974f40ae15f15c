namespace GpuNet;

/// <summary>A device could not be found, opened or used, or inputs lie on different devices.</summary>
public class DeviceException : GpuNetException
{
    /// <summary>Creates the error with a message that says what to do next.</summary>
    public DeviceException(string message) : base(message) { }

    /// <summary>Creates the error that a call into the device's driver caused.</summary>
    public DeviceException(string message, Exception? innerException) : base(message, innerException) { }
}
