using System.Runtime.InteropServices;

namespace GpuNet;

/// <summary>The functions of cuBLAS, found in its library at run time.</summary>
internal sealed class CuBlasFunctions
{
    private readonly GetStatusName? _statusName;

    private CuBlasFunctions(nint library)
    {
        Create = Function<CreateHandle>(library, "cublasCreate_v2");
        SetStream = Function<SetHandle>(library, "cublasSetStream_v2");
        SetWorkspace = Function<SetHandleMemory>(library, "cublasSetWorkspace_v2");
        SetMathMode = Function<SetHandleMode>(library, "cublasSetMathMode");
        Single = Function<SingleProduct>(library, "cublasSgemm_v2");
        Double = Function<DoubleProduct>(library, "cublasDgemm_v2");
        Mixed = Function<MixedProduct>(library, "cublasGemmEx");
        _statusName = NativeLibrary.TryGetExport(library, "cublasGetStatusName", out var name)
            ? Marshal.GetDelegateForFunctionPointer<GetStatusName>(name)
            : null;
    }

    internal delegate int CreateHandle(out nint handle);

    internal delegate int SetHandle(nint handle, nint value);

    internal delegate int SetHandleMemory(nint handle, nint memory, nint bytes);

    internal delegate int SetHandleMode(nint handle, int mode);

    internal delegate int SingleProduct(
        nint handle, int transposeA, int transposeB, int m, int n, int k, in float alpha, nint a, int aStride, nint b,
        int bStride, in float beta, nint c, int cStride);

    internal delegate int DoubleProduct(
        nint handle, int transposeA, int transposeB, int m, int n, int k, in double alpha, nint a, int aStride, nint b,
        int bStride, in double beta, nint c, int cStride);

    internal delegate int MixedProduct(
        nint handle, int transposeA, int transposeB, int m, int n, int k, in float alpha, nint a, int aType, int aStride,
        nint b, int bType, int bStride, in float beta, nint c, int cType, int cStride, int computeType, int algorithm);

    private delegate int GetProperty(int property, out int value);

    private delegate nint GetStatusName(int status);

    internal CreateHandle Create { get; }

    internal SetHandle SetStream { get; }

    internal SetHandleMemory SetWorkspace { get; }

    internal SetHandleMode SetMathMode { get; }

    internal SingleProduct Single { get; }

    internal DoubleProduct Double { get; }

    internal MixedProduct Mixed { get; }

    /// <summary>The first library that loads, and its name and version; or how to get one.</summary>
    internal static (CuBlasFunctions?, string) Load()
    {
        foreach (var place in CuBlasPlaces.All())
        {
            if (!NativeLibrary.TryLoad(place, out var library)) continue;
            var property = Function<GetProperty>(library, "cublasGetProperty");
            var version = string.Join('.', Enumerable.Range(0, 3).Select(part => property(part, out var value) == 0 ? value : 0));
            return (new CuBlasFunctions(library), $"{place}, version {version}");
        }
        return (null, "not found; install CUDA or a Python package that has it (pip install nvidia-cublas-cu12), or name its file in GPUNET_CUBLAS");
    }

    /// <summary>Throws where a call failed.</summary>
    internal void Check(int status, string call)
    {
        if (status == 0) return;
        var name = _statusName is null ? "" : $" {Marshal.PtrToStringAnsi(_statusName(status))}";
        throw new DeviceException($"{call} failed with status {status}{name}.");
    }

    private static T Function<T>(nint library, string name) where T : Delegate =>
        Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, name));
}
