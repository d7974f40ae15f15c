using System.Runtime.InteropServices;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Drivers.Cuda.Interop;

/// <summary>
/// The functions of NVIDIA's driver library, as they are, under the names that the library exports. Handles and device
/// addresses are <c>nint</c>, <c>size_t</c> is <c>nuint</c>. A table, not imports: which library it is of is known at run time.
/// </summary>
internal sealed unsafe class CudaDriver
{
    public readonly delegate* unmanaged<uint, CudaError> cuInit;
    public readonly delegate* unmanaged<int*, CudaError> cuDriverGetVersion;
    public readonly delegate* unmanaged<CudaError, byte**, CudaError> cuGetErrorName;
    public readonly delegate* unmanaged<int*, CudaError> cuDeviceGetCount;
    public readonly delegate* unmanaged<int*, int, CudaError> cuDeviceGet;
    public readonly delegate* unmanaged<byte*, int, int, CudaError> cuDeviceGetName;
    public readonly delegate* unmanaged<nuint*, int, CudaError> cuDeviceTotalMem_v2;
    public readonly delegate* unmanaged<int*, CudaDeviceAttribute, int, CudaError> cuDeviceGetAttribute;
    public readonly delegate* unmanaged<int*, int, int, CudaError> cuDeviceCanAccessPeer;

    public readonly delegate* unmanaged<nint*, int, CudaError> cuDevicePrimaryCtxRetain;
    public readonly delegate* unmanaged<int, CudaError> cuDevicePrimaryCtxRelease_v2;
    public readonly delegate* unmanaged<int, uint, CudaError> cuDevicePrimaryCtxSetFlags_v2;
    public readonly delegate* unmanaged<nint, CudaError> cuCtxSetCurrent;
    public readonly delegate* unmanaged<CudaCacheConfiguration*, CudaError> cuCtxGetCacheConfig;
    public readonly delegate* unmanaged<CudaCacheConfiguration, CudaError> cuCtxSetCacheConfig;
    public readonly delegate* unmanaged<nint, uint, CudaError> cuCtxEnablePeerAccess;
    public readonly delegate* unmanaged<nint, CudaError> cuCtxDisablePeerAccess;

    public readonly delegate* unmanaged<nint*, nuint, CudaError> cuMemAlloc_v2;
    public readonly delegate* unmanaged<nint, CudaError> cuMemFree_v2;
    public readonly delegate* unmanaged<nuint*, nuint*, CudaError> cuMemGetInfo_v2;
    public readonly delegate* unmanaged<nint*, CudaMemoryPoolProperties*, CudaError> cuMemPoolCreate;
    public readonly delegate* unmanaged<nint, CudaError> cuMemPoolDestroy;
    public readonly delegate* unmanaged<nint, CudaMemoryPoolAttribute, ulong*, CudaError> cuMemPoolSetAttribute;
    public readonly delegate* unmanaged<nint, CudaMemoryPoolAttribute, ulong*, CudaError> cuMemPoolGetAttribute;
    public readonly delegate* unmanaged<nint, CudaMemoryAccess*, nuint, CudaError> cuMemPoolSetAccess;
    public readonly delegate* unmanaged<nint*, nuint, nint, nint, CudaError> cuMemAllocFromPoolAsync;
    public readonly delegate* unmanaged<nint, nint, CudaError> cuMemFreeAsync;
    public readonly delegate* unmanaged<nint*, nuint, uint, CudaError> cuMemHostAlloc;
    public readonly delegate* unmanaged<nint, CudaError> cuMemFreeHost;
    public readonly delegate* unmanaged<nint, nuint, uint, CudaError> cuMemHostRegister_v2;
    public readonly delegate* unmanaged<nint, CudaError> cuMemHostUnregister;
    public readonly delegate* unmanaged<void*, CudaPointerAttribute, nint, CudaError> cuPointerGetAttribute;

    public readonly delegate* unmanaged<nint, nint, nuint, nint, CudaError> cuMemcpyHtoDAsync_v2;
    public readonly delegate* unmanaged<nint, nint, nuint, nint, CudaError> cuMemcpyDtoHAsync_v2;
    public readonly delegate* unmanaged<nint, nint, nuint, nint, CudaError> cuMemcpyDtoDAsync_v2;
    public readonly delegate* unmanaged<nint, nint, nint, nint, nuint, nint, CudaError> cuMemcpyPeerAsync;
    public readonly delegate* unmanaged<nint, byte, nuint, nint, CudaError> cuMemsetD8Async;

    public readonly delegate* unmanaged<nint*, StreamFlags, CudaError> cuStreamCreate;
    public readonly delegate* unmanaged<nint, CudaError> cuStreamDestroy_v2;
    public readonly delegate* unmanaged<nint, CudaError> cuStreamSynchronize;
    public readonly delegate* unmanaged<nint, nint, uint, CudaError> cuStreamWaitEvent;
    public readonly delegate* unmanaged<nint, CudaCaptureStatus*, CudaError> cuStreamIsCapturing;
    public readonly delegate* unmanaged<nint*, CudaEventFlags, CudaError> cuEventCreate;
    public readonly delegate* unmanaged<nint, CudaError> cuEventDestroy_v2;
    public readonly delegate* unmanaged<nint, nint, CudaError> cuEventRecord;
    public readonly delegate* unmanaged<nint, CudaError> cuEventSynchronize;
    public readonly delegate* unmanaged<float*, nint, nint, CudaError> cuEventElapsedTime;

    public readonly delegate* unmanaged<nint*, byte*, uint, CudaJitOption*, nint*, CudaError> cuModuleLoadDataEx;
    public readonly delegate* unmanaged<nint, CudaError> cuModuleUnload;
    public readonly delegate* unmanaged<nint*, nint, byte*, CudaError> cuModuleGetFunction;
    public readonly delegate* unmanaged<int*, CudaFunctionAttribute, nint, CudaError> cuFuncGetAttribute;
    public readonly delegate* unmanaged<nint, CudaFunctionAttribute, int, CudaError> cuFuncSetAttribute;
    public readonly delegate* unmanaged<int*, nint, int, nuint, CudaError> cuOccupancyMaxActiveBlocksPerMultiprocessor;
    public readonly delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, CudaError> cuLaunchKernel;

    /// <param name="library">The loaded library. One that lacks functions is told by <see cref="Missing"/>.</param>
    public CudaDriver(nint library)
    {
        var missing = new List<string>();
        cuInit = (delegate* unmanaged<uint, CudaError>)Find(nameof(cuInit));
        cuDriverGetVersion = (delegate* unmanaged<int*, CudaError>)Find(nameof(cuDriverGetVersion));
        cuGetErrorName = (delegate* unmanaged<CudaError, byte**, CudaError>)Find(nameof(cuGetErrorName));
        cuDeviceGetCount = (delegate* unmanaged<int*, CudaError>)Find(nameof(cuDeviceGetCount));
        cuDeviceGet = (delegate* unmanaged<int*, int, CudaError>)Find(nameof(cuDeviceGet));
        cuDeviceGetName = (delegate* unmanaged<byte*, int, int, CudaError>)Find(nameof(cuDeviceGetName));
        cuDeviceTotalMem_v2 = (delegate* unmanaged<nuint*, int, CudaError>)Find(nameof(cuDeviceTotalMem_v2));
        cuDeviceGetAttribute = (delegate* unmanaged<int*, CudaDeviceAttribute, int, CudaError>)Find(nameof(cuDeviceGetAttribute));
        cuDeviceCanAccessPeer = (delegate* unmanaged<int*, int, int, CudaError>)Find(nameof(cuDeviceCanAccessPeer));

        cuDevicePrimaryCtxRetain = (delegate* unmanaged<nint*, int, CudaError>)Find(nameof(cuDevicePrimaryCtxRetain));
        cuDevicePrimaryCtxRelease_v2 = (delegate* unmanaged<int, CudaError>)Find(nameof(cuDevicePrimaryCtxRelease_v2));
        cuDevicePrimaryCtxSetFlags_v2 = (delegate* unmanaged<int, uint, CudaError>)Find(nameof(cuDevicePrimaryCtxSetFlags_v2));
        cuCtxSetCurrent = (delegate* unmanaged<nint, CudaError>)Find(nameof(cuCtxSetCurrent));
        cuCtxGetCacheConfig = (delegate* unmanaged<CudaCacheConfiguration*, CudaError>)Find(nameof(cuCtxGetCacheConfig));
        cuCtxSetCacheConfig = (delegate* unmanaged<CudaCacheConfiguration, CudaError>)Find(nameof(cuCtxSetCacheConfig));
        cuCtxEnablePeerAccess = (delegate* unmanaged<nint, uint, CudaError>)Find(nameof(cuCtxEnablePeerAccess));
        cuCtxDisablePeerAccess = (delegate* unmanaged<nint, CudaError>)Find(nameof(cuCtxDisablePeerAccess));

        cuMemAlloc_v2 = (delegate* unmanaged<nint*, nuint, CudaError>)Find(nameof(cuMemAlloc_v2));
        cuMemFree_v2 = (delegate* unmanaged<nint, CudaError>)Find(nameof(cuMemFree_v2));
        cuMemGetInfo_v2 = (delegate* unmanaged<nuint*, nuint*, CudaError>)Find(nameof(cuMemGetInfo_v2));
        cuMemPoolCreate = (delegate* unmanaged<nint*, CudaMemoryPoolProperties*, CudaError>)Find(nameof(cuMemPoolCreate));
        cuMemPoolDestroy = (delegate* unmanaged<nint, CudaError>)Find(nameof(cuMemPoolDestroy));
        cuMemPoolSetAttribute = (delegate* unmanaged<nint, CudaMemoryPoolAttribute, ulong*, CudaError>)Find(nameof(cuMemPoolSetAttribute));
        cuMemPoolGetAttribute = (delegate* unmanaged<nint, CudaMemoryPoolAttribute, ulong*, CudaError>)Find(nameof(cuMemPoolGetAttribute));
        cuMemPoolSetAccess = (delegate* unmanaged<nint, CudaMemoryAccess*, nuint, CudaError>)Find(nameof(cuMemPoolSetAccess));
        cuMemAllocFromPoolAsync = (delegate* unmanaged<nint*, nuint, nint, nint, CudaError>)Find(nameof(cuMemAllocFromPoolAsync));
        cuMemFreeAsync = (delegate* unmanaged<nint, nint, CudaError>)Find(nameof(cuMemFreeAsync));
        cuMemHostAlloc = (delegate* unmanaged<nint*, nuint, uint, CudaError>)Find(nameof(cuMemHostAlloc));
        cuMemFreeHost = (delegate* unmanaged<nint, CudaError>)Find(nameof(cuMemFreeHost));
        cuMemHostRegister_v2 = (delegate* unmanaged<nint, nuint, uint, CudaError>)Find(nameof(cuMemHostRegister_v2));
        cuMemHostUnregister = (delegate* unmanaged<nint, CudaError>)Find(nameof(cuMemHostUnregister));
        cuPointerGetAttribute = (delegate* unmanaged<void*, CudaPointerAttribute, nint, CudaError>)Find(nameof(cuPointerGetAttribute));

        cuMemcpyHtoDAsync_v2 = (delegate* unmanaged<nint, nint, nuint, nint, CudaError>)Find(nameof(cuMemcpyHtoDAsync_v2));
        cuMemcpyDtoHAsync_v2 = (delegate* unmanaged<nint, nint, nuint, nint, CudaError>)Find(nameof(cuMemcpyDtoHAsync_v2));
        cuMemcpyDtoDAsync_v2 = (delegate* unmanaged<nint, nint, nuint, nint, CudaError>)Find(nameof(cuMemcpyDtoDAsync_v2));
        cuMemcpyPeerAsync = (delegate* unmanaged<nint, nint, nint, nint, nuint, nint, CudaError>)Find(nameof(cuMemcpyPeerAsync));
        cuMemsetD8Async = (delegate* unmanaged<nint, byte, nuint, nint, CudaError>)Find(nameof(cuMemsetD8Async));

        cuStreamCreate = (delegate* unmanaged<nint*, StreamFlags, CudaError>)Find(nameof(cuStreamCreate));
        cuStreamDestroy_v2 = (delegate* unmanaged<nint, CudaError>)Find(nameof(cuStreamDestroy_v2));
        cuStreamSynchronize = (delegate* unmanaged<nint, CudaError>)Find(nameof(cuStreamSynchronize));
        cuStreamWaitEvent = (delegate* unmanaged<nint, nint, uint, CudaError>)Find(nameof(cuStreamWaitEvent));
        cuStreamIsCapturing = (delegate* unmanaged<nint, CudaCaptureStatus*, CudaError>)Find(nameof(cuStreamIsCapturing));
        cuEventCreate = (delegate* unmanaged<nint*, CudaEventFlags, CudaError>)Find(nameof(cuEventCreate));
        cuEventDestroy_v2 = (delegate* unmanaged<nint, CudaError>)Find(nameof(cuEventDestroy_v2));
        cuEventRecord = (delegate* unmanaged<nint, nint, CudaError>)Find(nameof(cuEventRecord));
        cuEventSynchronize = (delegate* unmanaged<nint, CudaError>)Find(nameof(cuEventSynchronize));
        cuEventElapsedTime = (delegate* unmanaged<float*, nint, nint, CudaError>)Find(nameof(cuEventElapsedTime));

        cuModuleLoadDataEx = (delegate* unmanaged<nint*, byte*, uint, CudaJitOption*, nint*, CudaError>)Find(nameof(cuModuleLoadDataEx));
        cuModuleUnload = (delegate* unmanaged<nint, CudaError>)Find(nameof(cuModuleUnload));
        cuModuleGetFunction = (delegate* unmanaged<nint*, nint, byte*, CudaError>)Find(nameof(cuModuleGetFunction));
        cuFuncGetAttribute = (delegate* unmanaged<int*, CudaFunctionAttribute, nint, CudaError>)Find(nameof(cuFuncGetAttribute));
        cuFuncSetAttribute = (delegate* unmanaged<nint, CudaFunctionAttribute, int, CudaError>)Find(nameof(cuFuncSetAttribute));
        cuOccupancyMaxActiveBlocksPerMultiprocessor = (delegate* unmanaged<int*, nint, int, nuint, CudaError>)Find(nameof(cuOccupancyMaxActiveBlocksPerMultiprocessor));
        cuLaunchKernel = (delegate* unmanaged<nint, uint, uint, uint, uint, uint, uint, uint, nint, void**, void**, CudaError>)Find(nameof(cuLaunchKernel));
        Missing = missing;

        nint Find(string name)
        {
            if (!NativeLibrary.TryGetExport(library, name, out nint address))
                missing.Add(name);
            return address;
        }
    }

    /// <summary>Functions that the library lacks; they must not be called.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>Throws if a call failed.</summary>
    /// <param name="error">What the call returned.</param>
    /// <param name="call">The function and, if it helps, on what.</param>
    public void Check(CudaError error, string call)
    {
        if (error != CudaError.CUDA_SUCCESS)
            throw Failure(error, call);
    }

    /// <summary>The exception for a failed call. Calls on hot paths make its text only when they need it.</summary>
    public CudaException Failure(CudaError error, string call) => CudaErrors.Exception(error, NameOf(error), call);

    /// <summary>The driver knows errors that are newer than this engine.</summary>
    private string NameOf(CudaError error)
    {
        byte* name;
        return cuGetErrorName(error, &name) == CudaError.CUDA_SUCCESS ? Marshal.PtrToStringUTF8((nint)name)! : CudaErrors.Name(error);
    }
}
