namespace GpuNet;

/// <summary>
/// Which implementation of <c>exp</c>, <c>log</c>, <c>tanh</c> and the like the kernels of a device use for 32-bit
/// floats.
/// </summary>
public enum MathMode
{
    /// <summary>Built of exactly rounded operations only: every device gives the same bits.</summary>
    Portable,

    /// <summary>The device's own functions: as fast as the device is, the last bits differ between devices.</summary>
    Fast,
}
