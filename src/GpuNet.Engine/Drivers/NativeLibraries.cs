using System.Reflection;
using System.Runtime.InteropServices;

namespace GpuNet.Engine.Drivers;

/// <summary>
/// Finds the native libraries of drivers under the names they have on the different systems. A machine may have none of
/// them, so a driver asks <see cref="IsAvailable"/> before its first call.
/// </summary>
internal static class NativeLibraries
{
    public const string OpenCl = "OpenCL";
    public const string Cuda = "cuda";

    private static readonly Dictionary<string, string[]> Candidates = new()
    {
        [OpenCl] =
        [
            "libOpenCL.so.1", "libOpenCL.so", "OpenCL.dll", "/System/Library/Frameworks/OpenCL.framework/OpenCL",
        ],
        [Cuda] = ["libcuda.so.1", "nvcuda.dll"],
    };

    private static readonly Dictionary<string, nint> Handles = [];

    static NativeLibraries() => NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, (name, _, _) => Load(name));

    /// <summary>True if the library can be loaded. Also makes this assembly's imports find it.</summary>
    public static bool IsAvailable(string library) => Load(library) != 0;

    private static nint Load(string library)
    {
        lock (Handles)
        {
            if (!Handles.TryGetValue(library, out nint handle))
                Handles[library] = handle = LoadAny(library);
            return handle;
        }
    }

    private static nint LoadAny(string library)
    {
        if (Candidates.TryGetValue(library, out string[]? names))
            foreach (string name in names)
                if (NativeLibrary.TryLoad(name, Assembly.GetExecutingAssembly(), DllImportSearchPath.SafeDirectories, out nint handle))
                    return handle;
        return 0;
    }
}
