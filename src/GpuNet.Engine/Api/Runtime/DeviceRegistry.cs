using System.Collections.Immutable;

namespace ILGPU.Runtime;

/// <summary>The devices that a context will have, each of them once.</summary>
public sealed class DeviceRegistry
{
    private readonly List<Device> devices = [];

    public DeviceRegistry()
    {
    }

    public int Count => devices.Count;

    public void Register(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (!devices.Contains(device))
            devices.Add(device);
    }

    public void Register<TDevice>(TDevice device, Predicate<TDevice> predicate)
        where TDevice : Device
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(predicate);
        if (predicate(device))
            Register(device);
    }

    public ImmutableArray<Device> ToImmutable() => [.. devices];
}
