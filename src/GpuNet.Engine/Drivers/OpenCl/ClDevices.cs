using System.Collections.Immutable;
using GpuNet.Engine.Drivers.OpenCl.Interop;
using ILGPU.Runtime;
using ILGPU.Runtime.OpenCL;

namespace GpuNet.Engine.Drivers.OpenCl;

/// <summary>All OpenCL devices of the machine. A missing library or a broken driver is a reason to list, never an error.</summary>
internal static unsafe class ClDevices
{
    private const int PlatformNotFound = -1001;

    private static readonly Lazy<(ImmutableArray<ClDeviceFacts> Usable, ImmutableArray<UnusableDevice> Unusable)> Found = new(Find);

    /// <summary>In the order of the platforms and of their devices.</summary>
    public static ImmutableArray<ClDeviceFacts> Usable => Found.Value.Usable;

    public static ImmutableArray<UnusableDevice> Unusable => Found.Value.Unusable;

    private static (ImmutableArray<ClDeviceFacts>, ImmutableArray<UnusableDevice>) Find()
    {
        var usable = ImmutableArray.CreateBuilder<ClDeviceFacts>();
        var unusable = ImmutableArray.CreateBuilder<UnusableDevice>();
        void Reject(string name, string reason) => unusable.Add(new UnusableDevice(name, AcceleratorType.OpenCL, reason));

        if (!NativeLibraries.HasOpenCl)
        {
            Reject("OpenCL", "No OpenCL library is installed. On Debian or Ubuntu, `apt install pocl-opencl-icd` makes the CPU an OpenCL device; GPUs come with their vendor's driver.");
            return (usable.ToImmutable(), unusable.ToImmutable());
        }
        try
        {
            foreach (nint platform in Platforms())
                FindOn(platform, usable, Reject);
        }
        catch (Exception exception) when (exception is CLException or EntryPointNotFoundException)
        {
            Reject("OpenCL", $"The installed OpenCL library does not work: {exception.Message}");
        }
        if (usable.Count == 0 && unusable.Count == 0)
            Reject("OpenCL", "The OpenCL library is installed, but no driver (ICD) with a device. On Debian or Ubuntu, `apt install pocl-opencl-icd` makes the CPU an OpenCL device.");
        return (usable.ToImmutable(), unusable.ToImmutable());
    }

    private static void FindOn(nint platform, ImmutableArray<ClDeviceFacts>.Builder usable, Action<string, string> reject)
    {
        string name = "OpenCL platform";
        try
        {
            name = Cl.PlatformString(platform, CLPlatformInfoType.CL_PLATFORM_NAME);
            foreach (nint device in Devices(platform))
            {
                var facts = new ClDeviceFacts(platform, device);
                if (facts.Obstacle() is { } obstacle)
                    reject(facts.Name, obstacle);
                else
                    usable.Add(facts);
            }
        }
        catch (CLException exception)
        {
            reject(name, exception.Message);
        }
    }

    private static nint[] Platforms()
    {
        uint count;
        var status = ClApi.clGetPlatformIDs(0, null, &count);
        if ((int)status == PlatformNotFound || (status == CLError.CL_SUCCESS && count == 0))
            return [];
        Cl.Check(status, "clGetPlatformIDs");
        var platforms = new nint[count];
        fixed (nint* first = platforms)
            Cl.Check(ClApi.clGetPlatformIDs(count, first, null), "clGetPlatformIDs");
        return platforms;
    }

    private static nint[] Devices(nint platform)
    {
        const ulong all = 0xFFFFFFFF;
        uint count;
        var status = ClApi.clGetDeviceIDs(platform, all, 0, null, &count);
        if (status == CLError.CL_DEVICE_NOT_FOUND || (status == CLError.CL_SUCCESS && count == 0))
            return [];
        Cl.Check(status, "clGetDeviceIDs");
        var devices = new nint[count];
        fixed (nint* first = devices)
            Cl.Check(ClApi.clGetDeviceIDs(platform, all, count, first, null), "clGetDeviceIDs");
        return devices;
    }
}
