using GpuNet.Engine.Drivers.Cuda;
using ILGPU.Runtime.Cuda;

namespace ILGPU.Runtime;

/// <summary>Host memory that the driver has locked, until the scope is disposed.</summary>
public sealed unsafe class CudaPageLockScope<T> : PageLockScope<T>
    where T : unmanaged
{
    private readonly CudaContext context;
    private readonly bool ownsLock;

    internal CudaPageLockScope(CudaAccelerator accelerator, IntPtr pinned, long numElements)
        : base(accelerator, numElements)
    {
        context = accelerator.DriverContext;
        AddrOfLockedObject = pinned;
        if (LengthInBytes == 0)
            return;
        context.MakeCurrent();
        var driver = context.Driver;
        var error = driver.cuMemHostRegister_v2(pinned, (nuint)LengthInBytes, 0);
        // Somebody else has locked some of it, and may unlock it at any time; or the system locks no more. Copies then treat it as ordinary memory.
        if (error is CudaError.CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED or CudaError.CUDA_ERROR_NOT_SUPPORTED
            or CudaError.CUDA_ERROR_OUT_OF_MEMORY or CudaError.CUDA_ERROR_OPERATING_SYSTEM)
        {
            return;
        }
        driver.Check(error, $"cuMemHostRegister of {LengthInBytes} bytes");
        context.Own(pinned, address => driver.Check(driver.cuMemHostUnregister(address), "cuMemHostUnregister"));
        context.PageLocks.Add(pinned, LengthInBytes);
        ownsLock = true;
    }

    protected override void DisposeAcceleratorObject(bool disposing)
    {
        if (!ownsLock)
            return;
        context.PageLocks.Remove(AddrOfLockedObject, LengthInBytes);
        context.Release(AddrOfLockedObject, disposing);
    }
}
