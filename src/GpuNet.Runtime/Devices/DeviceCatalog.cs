using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.OpenCL;
using NativeDevice = ILGPU.Runtime.Device;

namespace GpuNet;

/// <summary>Finds the devices of this machine once, and opens each at most once.</summary>
internal static class DeviceCatalog
{
    private static readonly Lock OpenLock = new();
    private static readonly Dictionary<string, Device> Opened = new(StringComparer.Ordinal);
    private static readonly Lazy<Context> Compiled =
        new(() => Context.Create(builder => WithProfiling(builder.Default().EnableAlgorithms())));
    private static readonly Lazy<Context> Debugged =
        new(() => Context.Create(builder => WithProfiling(builder.DefaultCPU().Optimize(OptimizationLevel.Debug).EnableAlgorithms())));
    private static readonly Lazy<IReadOnlyList<Entry>> Entries = new(Enumerate);
    private static bool _isProfiling;

    /// <summary>A usable device.</summary>
    private sealed record Entry(DeviceInfo Info, NativeDevice Native);

    internal static IReadOnlyList<DeviceInfo> Found
    {
        get
        {
            List<DeviceInfo> found = [.. Entries.Value.Select(entry => entry.Info)];
#if EMBEDDED_ENGINE
            // The engine says why it leaves a device out; the ILGPU packages leave it out in silence, or refuse to open it.
            foreach (var left in GpuNet.Engine.DeviceProbe.UnusableDevices)
                found.Add(new DeviceInfo("", KindOf(left.AcceleratorType), left.Name, left.Reason));
#else
            foreach (var native in Compiled.Value)
            {
                if (!CanOpen(native))
                    found.Add(new DeviceInfo("", KindOf(native.AcceleratorType), native.Name,
                        "the ILGPU packages need the generic address space of OpenCL; the embedded engine does not (-p:KernelEngine=Embedded)"));
            }
#endif
            return found;
        }
    }

    internal static Device Preferred
    {
        get
        {
            var best = Entries.Value.FirstOrDefault(entry => entry.Info.Kind == DeviceKind.Cuda)
                ?? Entries.Value.FirstOrDefault(
                    entry => entry.Info.Kind == DeviceKind.OpenCl && !IsProcessor(entry.Native));
            return Open(best?.Info.Id ?? "cpu", "");
        }
    }

    internal static Device Open(string name, string origin)
    {
        var id = name.Trim().ToLowerInvariant();
        if (id is "opencl" or "cuda") id += ":0";
        lock (OpenLock)
        {
            if (Opened.TryGetValue(id, out var device)) return device;
            var (context, native, kind) = Find(id)
                ?? throw new DeviceException($"{origin}there is no device '{name}'. {Available()}");
            try
            {
                device = new Device(id, kind, Opened.Count, IsProcessor(native), native.CreateAccelerator(context));
            }
            catch (Exception error) when (error is AcceleratorException or CapabilityNotSupportedException)
            {
                throw new DeviceException(
                    $"{origin}the device '{id}' ({native.Name}) could not be opened: {error.Message} {Available()}",
                    error);
            }
            Opened.Add(id, device);
            return device;
        }
    }

    internal static void EnableProfiling()
    {
        lock (OpenLock)
        {
            if (!_isProfiling && (Compiled.IsValueCreated || Debugged.IsValueCreated))
                throw new InvalidOperationException("Devices are in use already: call Device.EnableProfiling() before anything else.");
            _isProfiling = true;
        }
    }

    internal static bool IsProfiling => _isProfiling;

    private static Context.Builder WithProfiling(Context.Builder builder) => _isProfiling ? builder.Profiling() : builder;

    private static (Context, NativeDevice, DeviceKind)? Find(string id)
    {
        if (id == "cpu:debug") return (Debugged.Value, Debugged.Value.GetCPUDevice(0), DeviceKind.Cpu);
        var entry = Entries.Value.FirstOrDefault(entry => entry.Info.Id == id);
        return entry is null ? null : (Compiled.Value, entry.Native, entry.Info.Kind);
    }

    private static bool IsProcessor(NativeDevice native) =>
        native.AcceleratorType == AcceleratorType.CPU
        || (native is CLDevice { DeviceType: var type } && (type & CLDeviceType.CL_DEVICE_TYPE_CPU) != 0);

    private static List<Entry> Enumerate()
    {
        var entries = new List<Entry>();
        var counts = new Dictionary<DeviceKind, int>();
        foreach (var native in Compiled.Value)
        {
            if (!CanOpen(native)) continue;
            var kind = KindOf(native.AcceleratorType);
            var index = counts.GetValueOrDefault(kind);
            counts[kind] = index + 1;
            // One processor: its other device kinds only imitate the limits of GPUs.
            if (kind == DeviceKind.Cpu && index > 0) continue;
            var id = kind == DeviceKind.Cpu ? "cpu" : $"{kind.ToString().ToLowerInvariant()}:{index}";
            var info = new DeviceInfo(id, kind, ProcessorName.Or(native.Name, kind), Reason: null) { Caution = CautionAbout(native) };
            entries.Add(new Entry(info, native));
        }
        return entries;
    }

    private static bool CanOpen(NativeDevice native) =>
#if EMBEDDED_ENGINE
        true;
#else
        native is not CLDevice { Capabilities.GenericAddressSpace: false };
#endif

    private static string? CautionAbout(NativeDevice native) =>
#if EMBEDDED_ENGINE
        GpuNet.Engine.DeviceProbe.CautionAbout(native);
#else
        null;
#endif

    private static DeviceKind KindOf(AcceleratorType type) => type switch
    {
        AcceleratorType.Cuda => DeviceKind.Cuda,
        AcceleratorType.OpenCL => DeviceKind.OpenCl,
        _ => DeviceKind.Cpu,
    };

    private static string Available() =>
        "Available: " + string.Join(", ", Entries.Value.Select(entry => $"{entry.Info.Id} ({entry.Info.Name})")) + ".";
}
