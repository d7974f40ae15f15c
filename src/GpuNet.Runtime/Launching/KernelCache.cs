using ILGPU;
using ILGPU.Runtime;

namespace GpuNet;

/// <summary>
/// One kernel's launchers, one for each device, loaded when first used. Held by a static field of the operation, so
/// that a launch costs an array access and no look-up.
/// </summary>
/// <param name="kernel">The kernel.</param>
/// <typeparam name="TLauncher">The launcher's delegate type.</typeparam>
internal abstract class KernelCache<TLauncher>(Delegate kernel) where TLauncher : Delegate
{
    private readonly Lock _lock = new();
    private TLauncher?[] _byOrdinal = new TLauncher?[4];

    /// <summary>What the kernel is called in profiles.</summary>
    protected string Name => field ??= KernelName.Of(kernel.Method);

    protected TLauncher For(Device device)
    {
        var launchers = _byOrdinal;
        return device.Ordinal < launchers.Length && launchers[device.Ordinal] is { } launcher ? launcher : Load(device);
    }

    protected abstract TLauncher Load(Accelerator accelerator);

    private TLauncher Load(Device device)
    {
        lock (_lock)
        {
            if (device.Ordinal >= _byOrdinal.Length) Array.Resize(ref _byOrdinal, device.Ordinal + 4);
            try
            {
                return _byOrdinal[device.Ordinal] ??= Load(device.Accelerator);
            }
            catch (Exception error) when (error is CapabilityNotSupportedException or AcceleratorException)
            {
                throw new DeviceException($"the device '{device.Id}' cannot run this: {error.Message}", error);
            }
        }
    }
}
