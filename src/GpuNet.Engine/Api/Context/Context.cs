using System.Collections.Immutable;
using ILGPU.Backends;
using ILGPU.Runtime;
using ILGPU.Util;

namespace ILGPU;

/// <summary>The root of everything: knows the devices, owns the accelerators, and takes them along when it is disposed.</summary>
public sealed partial class Context : CachedExtensionBase<ContextExtension>
{
    public const string RuntimeAssemblyName = "ILGPURuntime";
    public const string AssemblyName = "ILGPU";
    public const string FullAssemblyModuleName = "ILGPU.dll";

    private readonly List<Accelerator> accelerators = [];

    private Context(ContextProperties properties, ImmutableArray<Device> devices)
    {
        Properties = properties;
        Devices = devices;
    }

    /// <summary>The version of the programming model that this engine implements.</summary>
    public static string Version => "1.5.3";

    public ImmutableArray<Device> Devices { get; }

    public TargetPlatform TargetPlatform =>
        Environment.Is64BitProcess ? TargetPlatform.Platform64Bit : TargetPlatform.Platform32Bit;

    public ContextProperties Properties { get; }

    public event EventHandler<Accelerator>? AcceleratorCreated;

    public static Builder Create() => new();

    public static Context Create(Action<Builder> buildingCallback)
    {
        ArgumentNullException.ThrowIfNull(buildingCallback);
        var builder = Create();
        buildingCallback(builder);
        return builder.ToContext();
    }

    public static Context CreateDefault() => Create(static builder => builder.Default());

    public static Context CreateDefaultAutoAssertions() =>
        Create(static builder => builder.Default().AutoAssertions());

    public static Context CreateDefaultAutoDebug() => Create(static builder => builder.Default().AutoDebug());

    public TDevice GetDevice<TDevice>(int deviceIndex)
        where TDevice : Device =>
        GetDevices<TDevice>()[deviceIndex];

    public DeviceCollection<TDevice> GetDevices<TDevice>()
        where TDevice : Device =>
        new([.. Devices.OfType<TDevice>()]);

    /// <summary>The device to prefer: the GPU with the most multiprocessors, or the CPU.</summary>
    public Device GetPreferredDevice(bool preferCPU) =>
        GetPreferredDevices(preferCPU, matchingDevicesOnly: false).FirstOrDefault()
        ?? throw new NotSupportedException(
            "The context has no devices; add some, e.g. with Context.Create(builder => builder.Default()).");

    public IEnumerable<Device> GetPreferredDevices(bool preferCPU, bool matchingDevicesOnly)
    {
        var sorted = Devices
            .OrderByDescending(device => device.AcceleratorType == AcceleratorType.CPU == preferCPU)
            .ThenByDescending(static device => device.AcceleratorType == AcceleratorType.Cuda)
            .ThenByDescending(static device => device.NumMultiprocessors);
        return matchingDevicesOnly
            ? sorted.Where(device => device.AcceleratorType == AcceleratorType.CPU == preferCPU)
            : sorted;
    }

    public override void ClearCache(ClearCacheMode mode)
    {
        base.ClearCache(mode);
        foreach (var accelerator in SnapshotAccelerators())
            accelerator.ClearCache(mode);
    }

    public ImmutableArray<Device>.Enumerator GetEnumerator() => Devices.GetEnumerator();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (var accelerator in SnapshotAccelerators())
                accelerator.Dispose();
        }

        base.Dispose(disposing);
    }

    internal void Add(Accelerator accelerator)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        lock (accelerators)
            accelerators.Add(accelerator);
    }

    internal void Remove(Accelerator accelerator)
    {
        lock (accelerators)
            accelerators.Remove(accelerator);
    }

    internal void OnAcceleratorCreated(Accelerator accelerator) => AcceleratorCreated?.Invoke(this, accelerator);

    private Accelerator[] SnapshotAccelerators()
    {
        lock (accelerators)
            return [.. accelerators];
    }
}
