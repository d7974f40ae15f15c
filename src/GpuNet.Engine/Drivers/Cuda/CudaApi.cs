using System.Runtime.InteropServices;

namespace GpuNet.Engine.Drivers.Cuda;

/// <summary>The functions of NVIDIA's driver library that tell of its devices, as they are. A result is 0, or an error's number.</summary>
internal static unsafe partial class CudaApi
{
    private const string Library = NativeLibraries.Cuda;

    [LibraryImport(Library)]
    public static partial int cuInit(uint flags);

    [LibraryImport(Library)]
    public static partial int cuDriverGetVersion(int* version);

    [LibraryImport(Library)]
    public static partial int cuGetErrorName(int error, nint* name);

    [LibraryImport(Library)]
    public static partial int cuDeviceGetCount(int* count);

    [LibraryImport(Library)]
    public static partial int cuDeviceGet(int* device, int ordinal);

    [LibraryImport(Library)]
    public static partial int cuDeviceGetName(byte* name, int length, int device);

    [LibraryImport(Library)]
    public static partial int cuDeviceGetAttribute(int* value, int attribute, int device);
}
