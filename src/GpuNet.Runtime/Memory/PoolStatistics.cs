namespace GpuNet;

/// <summary>What a device's memory pool holds, all in bytes unless the name says otherwise.</summary>
/// <param name="BytesInUse">Bytes handed out to tensors now (rounded up to their size classes).</param>
/// <param name="PeakBytesInUse">The high-water mark of <paramref name="BytesInUse"/> since the start or the last
/// reset.</param>
/// <param name="BytesReserved">Bytes taken from the device: in use, or kept for reuse.</param>
/// <param name="DeviceAllocations">How many times the pool asked the device for memory.</param>
/// <param name="Rentals">How many times the pool handed out a block.</param>
public readonly record struct PoolStatistics(
    long BytesInUse, long PeakBytesInUse, long BytesReserved, long DeviceAllocations, long Rentals)
{
    /// <summary>The statistics in one line, for messages.</summary>
    public override string ToString() =>
        $"pool: {BytesInUse:N0} bytes in use, {PeakBytesInUse:N0} at peak, {BytesReserved:N0} reserved";
}
