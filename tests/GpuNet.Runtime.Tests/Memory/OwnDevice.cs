namespace GpuNet.Runtime.Tests.Memory;

/// <summary>
/// A device with a memory pool of its own over a shared accelerator: what other tests allocate does not show in it.
/// </summary>
internal static class OwnDevice
{
    internal static Device Create(string id = "cpu")
    {
        var shared = Device.Parse(id);
        return new Device(shared.Id, shared.Kind, shared.Ordinal, shared.IsProcessor, shared.Accelerator);
    }
}
