namespace GpuNet;

/// <summary>A device that was found, whether it can be used or not.</summary>
/// <param name="Id">The identifier that <see cref="Device.Parse"/> takes: <c>cpu</c>, <c>opencl:0</c>, <c>cuda:1</c>;
/// empty if the device cannot be used.</param>
/// <param name="Kind">The driver behind it.</param>
/// <param name="Name">The driver's name for it, or the processor's own.</param>
/// <param name="Reason">Why it cannot be used; null if it can.</param>
public sealed record DeviceInfo(string Id, DeviceKind Kind, string Name, string? Reason)
{
    /// <summary>What to know before it is used; null if nothing.</summary>
    public string? Caution { get; init; }

    /// <summary>Whether <see cref="Device.Parse"/> opens the device.</summary>
    public bool IsUsable => Reason is null;
}
