namespace GpuNet;

/// <summary>A device has no memory left for a tensor, even after the pool gave back what it held in reserve.</summary>
public sealed class DeviceOutOfMemoryException : DeviceException
{
    /// <summary>Creates the error from the request and the pool's state.</summary>
    /// <param name="device">The device's identifier: <c>opencl:0</c>.</param>
    /// <param name="bytesRequested">What was asked for, in bytes.</param>
    /// <param name="bytesFree">What the pool may still take from the device, in bytes.</param>
    /// <param name="statistics">The pool's statistics at the time.</param>
    /// <param name="innerException">The driver's error, if it was the driver that refused.</param>
    public DeviceOutOfMemoryException(
        string device, long bytesRequested, long bytesFree, PoolStatistics statistics, Exception? innerException = null)
        : base(
            $"{device} has no room for {bytesRequested:N0} bytes ({bytesFree:N0} bytes free; {statistics}). "
            + "Use a smaller batch, end tape scopes earlier, or choose another device.",
            innerException)
    {
        BytesRequested = bytesRequested;
        BytesFree = bytesFree;
        Statistics = statistics;
    }

    /// <summary>What was asked for, in bytes.</summary>
    public long BytesRequested { get; }

    /// <summary>What the pool may still take from the device, in bytes.</summary>
    public long BytesFree { get; }

    /// <summary>The pool's statistics at the time.</summary>
    public PoolStatistics Statistics { get; }
}
