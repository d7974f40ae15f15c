using System.Text;
using ILGPU.Runtime.OpenCL;

namespace GpuNet.Engine.Drivers.OpenCl.Interop;

/// <summary>Checked calls and queries.</summary>
internal static unsafe class Cl
{
    private delegate CLError Query(nuint size, void* value, nuint* needed);

    /// <summary>Throws if a call failed.</summary>
    /// <param name="status">What the call returned.</param>
    /// <param name="call">The function and, if it helps, on what.</param>
    public static void Check(CLError status, string call)
    {
        if (status != CLError.CL_SUCCESS)
            throw ClErrors.Exception(status, call);
    }

    /// <summary>Checks a call that moves bytes; its message is made only if it is needed.</summary>
    public static void Check(CLError status, string call, long bytes)
    {
        if (status != CLError.CL_SUCCESS)
            throw ClErrors.Exception(status, $"{call} of {bytes} bytes");
    }

    /// <summary>Checks the call that made a handle.</summary>
    public static nint Check(nint handle, CLError status, string call)
    {
        Check(status, call);
        return handle;
    }

    public static string PlatformString(nint platform, CLPlatformInfoType info) =>
        Text((size, value, needed) => ClApi.clGetPlatformInfo(platform, info, size, value, needed), $"clGetPlatformInfo({info})");

    public static string DeviceString(nint device, CLDeviceInfoType info) =>
        Text((size, value, needed) => ClApi.clGetDeviceInfo(device, info, size, value, needed), $"clGetDeviceInfo({info})");

    public static T DeviceValue<T>(nint device, CLDeviceInfoType info)
        where T : unmanaged
    {
        T value = default;
        Check(ClApi.clGetDeviceInfo(device, info, (nuint)sizeof(T), &value, null), $"clGetDeviceInfo({info})");
        return value;
    }

    public static T[] DeviceValues<T>(nint device, CLDeviceInfoType info, int count)
        where T : unmanaged
    {
        var values = new T[count];
        fixed (T* first = values)
            Check(ClApi.clGetDeviceInfo(device, info, (nuint)(count * sizeof(T)), first, null), $"clGetDeviceInfo({info})");
        return values;
    }

    public static nuint WorkGroupValue(nint kernel, nint device, CLKernelWorkGroupInfoType info)
    {
        nuint value;
        Check(ClApi.clGetKernelWorkGroupInfo(kernel, device, info, (nuint)sizeof(nuint), &value, null), $"clGetKernelWorkGroupInfo({info})");
        return value;
    }

    /// <summary>The compiler's log, or an empty string where there is none.</summary>
    public static string BuildLog(nint program, nint device)
    {
        try
        {
            return Text(
                (size, value, needed) => ClApi.clGetProgramBuildInfo(program, device, CLProgramBuildInfo.CL_PROGRAM_BUILD_LOG, size, value, needed),
                "clGetProgramBuildInfo");
        }
        catch (CLException)
        {
            // The log only explains another error, which is the one to report.
            return "";
        }
    }

    /// <summary>The compiled form of a program built for one device.</summary>
    public static byte[] Binary(nint program)
    {
        nuint length;
        Check(ClApi.clGetProgramInfo(program, CLProgramInfo.CL_PROGRAM_BINARY_SIZES, (nuint)sizeof(nuint), &length, null), "clGetProgramInfo(CL_PROGRAM_BINARY_SIZES)");
        byte[] binary = new byte[(int)length];
        fixed (byte* first = binary)
        {
            byte* pointer = first;
            Check(ClApi.clGetProgramInfo(program, CLProgramInfo.CL_PROGRAM_BINARIES, (nuint)sizeof(byte*), &pointer, null), "clGetProgramInfo(CL_PROGRAM_BINARIES)");
        }
        return binary;
    }

    private static string Text(Query query, string call)
    {
        nuint length;
        Check(query(0, null, &length), call);
        if (length == 0)
            return "";
        byte[] bytes = new byte[(int)length];
        fixed (byte* first = bytes)
            Check(query(length, first, null), call);
        int end = Array.IndexOf(bytes, (byte)0);
        return Encoding.UTF8.GetString(bytes, 0, end < 0 ? bytes.Length : end).Trim();
    }
}
