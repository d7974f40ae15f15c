using System.Collections.Immutable;
using GpuNet.Engine.Drivers.OpenCl;
using GpuNet.Engine.Drivers.OpenCl.Interop;

namespace ILGPU.Runtime.OpenCL;

/// <summary>An OpenCL device.</summary>
[DeviceType(AcceleratorType.OpenCL)]
public sealed unsafe class CLDevice : Device
{
    private const uint AmdVendorId = 0x1002;
    private const uint IntelVendorId = 0x8086;
    private const uint NvidiaVendorId = 0x10DE;

    public CLDevice(IntPtr platformId, IntPtr deviceId)
        : this(new ClDeviceFacts(platformId, deviceId))
    {
    }

    internal CLDevice(ClDeviceFacts facts)
    {
        Facts = facts;
        Name = facts.Name;
        MemorySize = facts.GlobalBytes;
        MaxGridSize = new Index3D(int.MaxValue);
        MaxGroupSize = new Index3D(facts.GroupItemsByDimension[0], facts.GroupItemsByDimension[1], facts.GroupItemsByDimension[2]);
        MaxNumThreadsPerGroup = facts.GroupItems;
        MaxSharedMemoryPerGroup = facts.LocalBytes;
        MaxConstantMemory = facts.ConstantBytes;
        // Without sub-groups a warp is one work-item.
        WarpSize = 1;
        NumMultiprocessors = facts.ComputeUnits;
        MaxNumThreadsPerMultiprocessor = facts.GroupItems;
        base.Capabilities = Capabilities = new CLCapabilityContext(facts);
        PlatformVersion = CLPlatformVersion.TryParse(facts.PlatformVersionText, out var platformVersion) ? platformVersion : CLPlatformVersion.CL10;
        DeviceVersion = CLDeviceVersion.TryParse(facts.VersionText, out var deviceVersion) ? deviceVersion : CLDeviceVersion.CL10;
    }

    internal ClDeviceFacts Facts { get; }

    public IntPtr PlatformId => Facts.Platform;

    public IntPtr DeviceId => Facts.Device;

    public string PlatformName => Facts.PlatformName;

    public CLPlatformVersion PlatformVersion { get; }

    public string VendorName => Facts.Vendor;

    public CLDeviceVendor Vendor => Facts.VendorId switch
    {
        // PoCL reports the vendor of the processor, but its platform is nobody's.
        _ when Facts.PlatformName.Contains("Portable Computing Language", StringComparison.Ordinal) => CLDeviceVendor.Other,
        AmdVendorId => CLDeviceVendor.AMD,
        IntelVendorId => CLDeviceVendor.Intel,
        NvidiaVendorId => CLDeviceVendor.Nvidia,
        _ => CLDeviceVendor.Other,
    };

    public CLDeviceType DeviceType => Facts.Type;

    public CLDeviceVersion DeviceVersion { get; }

    /// <summary>In MHz.</summary>
    public int ClockRate => Facts.ClockRate;

    /// <summary>The newest version of OpenCL C that the device compiles.</summary>
    public CLCVersion CVersion => CLCVersion.TryParse(Facts.CVersionText, out var version) ? version : CLCVersion.CL10;

    /// <summary>The version of OpenCL C that kernels are compiled as.</summary>
    public CLCVersion CLStdVersion => CLCVersion.CL12;

    public ImmutableArray<string> Extensions => Facts.Extensions;

    public new CLCapabilityContext Capabilities { get; }

    public static ImmutableArray<Device> GetDevices(Predicate<CLDevice> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return [.. ClDevices.Usable.Select(facts => new CLDevice(facts)).Where(device => predicate(device))];
    }

    public override Accelerator CreateAccelerator(Context context) => CreateCLAccelerator(context);

    public CLAccelerator CreateCLAccelerator(Context context) => new(context, this);

    public CLError GetDeviceInfo<T>(CLDeviceInfoType type, out T value)
        where T : unmanaged
    {
        value = default;
        fixed (T* target = &value)
            return ClApi.clGetDeviceInfo(DeviceId, type, (nuint)sizeof(T), target, null);
    }

    public T GetDeviceInfo<T>(CLDeviceInfoType type)
        where T : unmanaged =>
        Cl.DeviceValue<T>(DeviceId, type);

    public bool HasExtension(string extension) => Facts.Has(extension);

    public bool HasAllExtensions<TCollection>(TCollection extensions)
        where TCollection : IEnumerable<string> =>
        extensions.All(HasExtension);

    public bool HasAnyExtension<TCollection>(TCollection extensions)
        where TCollection : IEnumerable<string> =>
        extensions.Any(HasExtension);

    public bool TryGetKernelSubGroupInfo<T>(
        IntPtr kernel,
        IntPtr device,
        CLKernelSubGroupInfoType type,
        int numInputs,
        IntPtr* inputs,
        out T value)
        where T : unmanaged
    {
        value = default;
        // The function is optional since OpenCL 3.0, and absent before 2.1.
        if (!Capabilities.SubGroups || DeviceVersion < CLDeviceVersion.CL21)
            return false;
        fixed (T* target = &value)
        {
            return ClApi.clGetKernelSubGroupInfo(
                kernel, device, type, (nuint)(numInputs * sizeof(IntPtr)), inputs, (nuint)sizeof(T), target, null) == CLError.CL_SUCCESS;
        }
    }

    public bool TryGetKernelSubGroupInfo<T>(
        IntPtr kernel,
        IntPtr device,
        CLKernelSubGroupInfoType type,
        IntPtr[] inputs,
        out T value)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(inputs);
        fixed (IntPtr* first = inputs)
            return TryGetKernelSubGroupInfo(kernel, device, type, inputs.Length, first, out value);
    }

    protected override void PrintHeader(TextWriter writer)
    {
        base.PrintHeader(writer);
        writer.WriteLine($"  Platform name:                           {PlatformName}");
        writer.WriteLine($"  Platform version:                        {PlatformVersion}");
        writer.WriteLine($"  Vendor name:                             {VendorName}");
        writer.WriteLine($"  Device type:                             {DeviceType}");
        writer.WriteLine($"  Driver version:                          {Facts.DriverVersion}");
        writer.WriteLine($"  Clock rate:                              {ClockRate} MHz");
    }

    protected override void PrintGeneralInfo(TextWriter writer)
    {
        base.PrintGeneralInfo(writer);
        writer.WriteLine($"  Double precision:                        {Capabilities.Float64}");
        writer.WriteLine($"  64-bit atomics:                          {Capabilities.Int64_Atomics}");
    }

    public override bool Equals(object? obj) => obj is CLDevice other && other.PlatformId == PlatformId && other.DeviceId == DeviceId;

    public override int GetHashCode() => HashCode.Combine(PlatformId, DeviceId);
}
