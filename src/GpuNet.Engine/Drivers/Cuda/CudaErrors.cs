using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Drivers.Cuda;

/// <summary>Error codes in words.</summary>
internal static class CudaErrors
{
    // Newer than the public list of errors.
    private const CudaError StubLibrary = (CudaError)34, DeviceUnavailable = (CudaError)46, UnsupportedPtxVersion = (CudaError)222,
        SystemNotReady = (CudaError)802, DriverMismatch = (CudaError)803, CaptureInvalidated = (CudaError)901;

    /// <summary>An exception that names the error and the call, and says what usually helps.</summary>
    public static CudaException Exception(CudaError error, string name, string call) =>
        new(error, name, $"{call} failed: {name} ({(int)error}).{Advice(error)}");

    /// <summary>The name of an error, for where no driver is at hand to ask.</summary>
    public static string Name(CudaError error) => Enum.IsDefined(error) ? error.ToString() : "unknown error";

    /// <summary>What usually helps, or nothing.</summary>
    public static string Advice(CudaError error) => error switch
    {
        CudaError.CUDA_ERROR_OUT_OF_MEMORY => " The device has too little memory left; free buffers, use smaller ones, or end other programs on it.",
        StubLibrary => " The library found is the toolkit's stub for linking; let the loader find the driver's own libcuda.so.1.",
        DeviceUnavailable => " Another program may hold the device.",
        CudaError.CUDA_ERROR_NO_DEVICE => " The NVIDIA driver is installed, but sees no device; CUDA_VISIBLE_DEVICES or a container may hide it.",
        CudaError.CUDA_ERROR_INVALID_IMAGE or CudaError.CUDA_ERROR_NO_BINARY_FOR_GPU or UnsupportedPtxVersion =>
            " NVRTC and the driver do not fit together: use an NVRTC no newer than the CUDA version of the driver.",
        CudaError.CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES => " The group is too large for the registers or the shared memory that the kernel uses.",
        CudaError.CUDA_ERROR_LAUNCH_TIMEOUT => " The device also drives a display, whose watchdog ends long kernels.",
        CudaError.CUDA_ERROR_ECC_UNCORRECTABLE or CudaError.CUDA_ERROR_NVLINK_UNCORRECTABLE => " The hardware reports a fault; reset or exchange the device.",
        CudaError.CUDA_ERROR_NOT_PERMITTED or CaptureInvalidated => " A graph is being captured in the stream; such work cannot be part of it.",
        SystemNotReady => " A service of the driver does not run yet, such as the fabric manager.",
        DriverMismatch => " The library and the kernel module of the driver have different versions; restart the machine.",
        _ when EndsTheContext(error) => " The device's context is lost: dispose the accelerator and start the program anew.",
        _ => "",
    };

    /// <summary>After such an error every call fails in the same way.</summary>
    public static bool EndsTheContext(CudaError error) => error
        is CudaError.CUDA_ERROR_ILLEGAL_ADDRESS or CudaError.CUDA_ERROR_MISALIGNED_ADDRESS or CudaError.CUDA_ERROR_INVALID_ADDRESS_SPACE
        or CudaError.CUDA_ERROR_INVALID_PC or CudaError.CUDA_ERROR_ILLEGAL_INSTRUCTION or CudaError.CUDA_ERROR_HARDWARE_STACK_ERROR
        or CudaError.CUDA_ERROR_LAUNCH_FAILED or CudaError.CUDA_ERROR_LAUNCH_TIMEOUT or CudaError.CUDA_ERROR_ASSERT
        or CudaError.CUDA_ERROR_CONTEXT_IS_DESTROYED or CudaError.CUDA_ERROR_ECC_UNCORRECTABLE;
}
