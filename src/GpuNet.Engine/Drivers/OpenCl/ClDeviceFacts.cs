using System.Collections.Immutable;
using GpuNet.Engine.Drivers.OpenCl.Interop;
using ILGPU.Runtime.OpenCL;

namespace GpuNet.Engine.Drivers.OpenCl;

/// <summary>What the driver needs to know about a device, asked once.</summary>
internal sealed class ClDeviceFacts
{
    private const ulong Denormals = 1 << 0;
    private const ulong CorrectlyRoundedDivideSqrt = 1 << 7;

    /// <exception cref="CLException">The device does not answer.</exception>
    public ClDeviceFacts(nint platform, nint device)
    {
        Platform = platform;
        Device = device;
        PlatformName = Cl.PlatformString(platform, CLPlatformInfoType.CL_PLATFORM_NAME);
        PlatformVersionText = Cl.PlatformString(platform, CLPlatformInfoType.CL_PLATFORM_VERSION);
        Name = Cl.DeviceString(device, CLDeviceInfoType.CL_DEVICE_NAME);
        Vendor = Cl.DeviceString(device, CLDeviceInfoType.CL_DEVICE_VENDOR);
        VersionText = Cl.DeviceString(device, CLDeviceInfoType.CL_DEVICE_VERSION);
        DriverVersion = Cl.DeviceString(device, CLDeviceInfoType.CL_DEVICE_DRIVER_VERSION);
        CVersionText = Cl.DeviceString(device, CLDeviceInfoType.CL_DEVICE_OPENCL_C_VERSION);
        Extensions = [.. Cl.DeviceString(device, CLDeviceInfoType.CL_DEVICE_EXTENSIONS).Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        Type = (CLDeviceType)(int)Cl.DeviceValue<ulong>(device, CLDeviceInfoType.CL_DEVICE_TYPE);
        VendorId = Cl.DeviceValue<uint>(device, CLDeviceInfoType.CL_DEVICE_VENDOR_ID);
        ComputeUnits = (int)Cl.DeviceValue<uint>(device, CLDeviceInfoType.CL_DEVICE_MAX_COMPUTE_UNITS);
        ClockRate = (int)Cl.DeviceValue<uint>(device, CLDeviceInfoType.CL_DEVICE_MAX_CLOCK_FREQUENCY);
        GlobalBytes = Saturate(Cl.DeviceValue<ulong>(device, CLDeviceInfoType.CL_DEVICE_GLOBAL_MEM_SIZE));
        LargestBuffer = Saturate(Cl.DeviceValue<ulong>(device, CLDeviceInfoType.CL_DEVICE_MAX_MEM_ALLOC_SIZE));
        LocalBytes = (int)Math.Min(int.MaxValue, Cl.DeviceValue<ulong>(device, CLDeviceInfoType.CL_DEVICE_LOCAL_MEM_SIZE));
        ConstantBytes = (int)Math.Min(int.MaxValue, Cl.DeviceValue<ulong>(device, CLDeviceInfoType.CL_DEVICE_MAX_CONSTANT_BUFFER_SIZE));
        ParameterBytes = (int)Cl.DeviceValue<nuint>(device, CLDeviceInfoType.CL_DEVICE_MAX_PARAMETER_SIZE);
        GroupItems = (int)Math.Min(int.MaxValue, Cl.DeviceValue<nuint>(device, CLDeviceInfoType.CL_DEVICE_MAX_WORK_GROUP_SIZE));
        GroupItemsByDimension = [.. Cl.DeviceValues<nuint>(device, CLDeviceInfoType.CL_DEVICE_MAX_WORK_ITEM_SIZES, 3).Select(size => (int)Math.Min(int.MaxValue, size))];
        IsAvailable = Cl.DeviceValue<uint>(device, CLDeviceInfoType.CL_DEVICE_AVAILABLE) != 0;
        HasCompiler = Cl.DeviceValue<uint>(device, CLDeviceInfoType.CL_DEVICE_COMPILER_AVAILABLE) != 0;
        IsLittleEndian = Cl.DeviceValue<uint>(device, CLDeviceInfoType.CL_DEVICE_ENDIAN_LITTLE) != 0;
        ulong singles = Cl.DeviceValue<ulong>(device, CLDeviceInfoType.CL_DEVICE_SINGLE_FP_CONFIG);
        RoundsDivideAndSqrt = (singles & CorrectlyRoundedDivideSqrt) != 0;
        KeepsDenormals = (singles & Denormals) != 0;
    }

    public nint Platform { get; }
    public nint Device { get; }
    public string PlatformName { get; }
    public string PlatformVersionText { get; }
    public string Name { get; }
    public string Vendor { get; }
    public string VersionText { get; }
    public string DriverVersion { get; }
    public string CVersionText { get; }
    public ImmutableArray<string> Extensions { get; init; }
    public CLDeviceType Type { get; }
    public uint VendorId { get; }
    public int ComputeUnits { get; }

    /// <summary>In MHz.</summary>
    public int ClockRate { get; }

    public long GlobalBytes { get; }
    public long LargestBuffer { get; }
    public int LocalBytes { get; }
    public int ConstantBytes { get; }

    /// <summary>Bytes that all arguments of a kernel may take together.</summary>
    public int ParameterBytes { get; }

    public int GroupItems { get; }
    public ImmutableArray<int> GroupItemsByDimension { get; }
    public bool IsAvailable { get; }
    public bool HasCompiler { get; }
    public bool IsLittleEndian { get; }

    /// <summary>Can divide floats and take square roots correctly rounded, if the build options ask for it.</summary>
    public bool RoundsDivideAndSqrt { get; init; }

    /// <summary>Floats below 1.2e-38 are not flushed to 0.</summary>
    public bool KeepsDenormals { get; init; }

    public bool HasFloat64 => Has("cl_khr_fp64");
    public bool HasFloat16 => Has("cl_khr_fp16");
    public bool HasInt64Atomics => Has("cl_khr_int64_base_atomics") && Has("cl_khr_int64_extended_atomics");
    public bool HasSubGroups => Has("cl_khr_subgroups") || Has("cl_intel_subgroups");

    public bool Has(string extension) => Extensions.Contains(extension);

    /// <summary>Null, or why the engine cannot use the device.</summary>
    public string? Obstacle()
    {
        if (!ClVersionText.TryParse(VersionText, out int major, out int minor) || (major, minor).CompareTo((1, 2)) < 0)
            return $"It offers '{VersionText}'; OpenCL 1.2 or newer is needed. A newer driver may help.";
        if (!IsAvailable)
            return "Its driver says that it is not available; another program may hold it.";
        if (!HasCompiler)
            return "Its driver has no compiler; install the full driver package.";
        return IsLittleEndian ? null : "It is big-endian.";
    }

    /// <summary>Null, or in what its numbers may differ from those of other devices.</summary>
    public string? Caution() => (KeepsDenormals, RoundsDivideAndSqrt || HasFloat64) switch
    {
        (true, true) => null,
        (false, true) => "it takes floats below 1.2e-38 for 0: results may differ from other devices'",
        (true, false) => "it rounds quotients and square roots of floats as it likes (no CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT, no doubles): the last bits may differ from other devices'",
        _ => "it takes floats below 1.2e-38 for 0, and rounds quotients and square roots as it likes: the last bits may differ from other devices'",
    };

    private static long Saturate(ulong value) => (long)Math.Min(value, long.MaxValue);
}
