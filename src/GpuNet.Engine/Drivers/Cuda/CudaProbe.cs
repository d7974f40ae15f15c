using System.Collections.Immutable;
using System.Runtime.InteropServices;
using ILGPU.Runtime;

namespace GpuNet.Engine.Drivers.Cuda;

/// <summary>
/// Looks for NVIDIA's driver and its devices, to say why the engine does not use them. A missing library or a broken
/// driver is a reason to list, never an error.
/// </summary>
internal static unsafe class CudaProbe
{
    private const int StubLibrary = 34, DeviceUnavailable = 46, NoDevice = 100, SystemNotReady = 802, DriverMismatch = 803;
    private const int ComputeCapabilityMajor = 75, ComputeCapabilityMinor = 76;

    /// <summary>CUDA 11.2: the first with stream-ordered allocations. As the driver writes it.</summary>
    private const int OldestVersion = 11020;

    private static readonly Lazy<ImmutableArray<UnusableDevice>> Found = new(Find);

    public static ImmutableArray<UnusableDevice> Unusable => Found.Value;

    /// <summary>What is wrong with a driver of that version, or null.</summary>
    public static string? DriverObstacle(int version) => version >= OldestVersion ? null
        : $"The NVIDIA driver is too old: it supports CUDA {version / 1000}.{version % 1000 / 10}, the engine needs 11.2. Install a newer driver.";

    /// <summary>Why the engine does not use a device of that compute capability.</summary>
    public static string DeviceObstacle(int major, int minor) => major < 6
        ? $"Its compute capability is {major}.{minor}; kernels need 6.0."
        : "The engine writes CUDA kernels but cannot launch them yet. Use the device through OpenCL, which NVIDIA's driver brings, or build with -p:KernelEngine=ILGPU.";

    /// <summary>What usually helps against an error at the start, or nothing.</summary>
    public static string Advice(int error) => error switch
    {
        StubLibrary => " The library found is the toolkit's stub for linking; let the loader find the driver's own libcuda.so.1.",
        DeviceUnavailable => " Another program may hold the device.",
        NoDevice => " The NVIDIA driver is installed, but sees no device; CUDA_VISIBLE_DEVICES or a container may hide it.",
        SystemNotReady => " A service of the driver does not run yet, such as the fabric manager.",
        DriverMismatch => " The library and the kernel module of the driver have different versions; restart the machine.",
        _ => "",
    };

    private static ImmutableArray<UnusableDevice> Find()
    {
        if (!NativeLibraries.IsAvailable(NativeLibraries.Cuda))
            return [Reject("CUDA", "No NVIDIA driver (libcuda.so.1, nvcuda.dll) is installed.")];
        try
        {
            Check(CudaApi.cuInit(0), "cuInit");
            int version, count;
            Check(CudaApi.cuDriverGetVersion(&version), "cuDriverGetVersion");
            if (DriverObstacle(version) is { } obstacle)
                return [Reject("CUDA", obstacle)];
            Check(CudaApi.cuDeviceGetCount(&count), "cuDeviceGetCount");
            return count == 0 ? [Reject("CUDA", "The NVIDIA driver has no device.")] : [.. Enumerable.Range(0, count).Select(Describe)];
        }
        catch (Exception exception) when (exception is InvalidOperationException or EntryPointNotFoundException)
        {
            return [Reject("CUDA", $"The installed NVIDIA driver does not work: {exception.Message}")];
        }
    }

    private static UnusableDevice Describe(int ordinal)
    {
        const int length = 256;
        byte* name = stackalloc byte[length];
        int device, major, minor;
        Check(CudaApi.cuDeviceGet(&device, ordinal), "cuDeviceGet");
        Check(CudaApi.cuDeviceGetName(name, length, device), "cuDeviceGetName");
        Check(CudaApi.cuDeviceGetAttribute(&major, ComputeCapabilityMajor, device), "cuDeviceGetAttribute");
        Check(CudaApi.cuDeviceGetAttribute(&minor, ComputeCapabilityMinor, device), "cuDeviceGetAttribute");
        return Reject(Marshal.PtrToStringUTF8((nint)name) ?? "CUDA", DeviceObstacle(major, minor));
    }

    private static UnusableDevice Reject(string name, string reason) => new(name, AcceleratorType.Cuda, reason);

    private static void Check(int error, string call)
    {
        if (error == 0)
            return;
        nint name;
        string text = CudaApi.cuGetErrorName(error, &name) == 0 ? Marshal.PtrToStringUTF8(name)! : "unknown error";
        throw new InvalidOperationException($"{call} failed: {text} ({error}).{Advice(error)}");
    }
}
