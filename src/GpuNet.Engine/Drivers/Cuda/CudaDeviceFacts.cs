using System.Runtime.InteropServices;
using GpuNet.Engine.Drivers.Cuda.Interop;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Engine.Drivers.Cuda;

/// <summary>A device as the driver describes it.</summary>
internal sealed unsafe class CudaDeviceFacts
{
    /// <exception cref="CudaException">The device does not answer.</exception>
    public CudaDeviceFacts(CudaDriver driver, int ordinal)
    {
        Driver = driver;
        Ordinal = ordinal;
        int device, version;
        nuint bytes;
        driver.Check(driver.cuDeviceGet(&device, ordinal), $"cuDeviceGet of device {ordinal}");
        Handle = device;
        const int length = 256;
        byte* name = stackalloc byte[length];
        driver.Check(driver.cuDeviceGetName(name, length, device), $"cuDeviceGetName of device {ordinal}");
        Name = Marshal.PtrToStringUTF8((nint)name) ?? "CUDA device";
        driver.Check(driver.cuDriverGetVersion(&version), "cuDriverGetVersion");
        DriverVersion = CudaDriverVersion.FromValue(version);
        driver.Check(driver.cuDeviceTotalMem_v2(&bytes, device), $"cuDeviceTotalMem of {Name}");
        MemoryBytes = (long)Math.Min(bytes, long.MaxValue);
        Architecture = new CudaArchitecture(this[CudaDeviceAttribute.ComputeCapabilityMajor], this[CudaDeviceAttribute.ComputeCapabilityMinor]);
    }

    public CudaDriver Driver { get; }

    /// <summary>The device's number among those that the driver shows.</summary>
    public int Ordinal { get; }

    public int Handle { get; }

    public string Name { get; }

    public CudaDriverVersion DriverVersion { get; }

    public long MemoryBytes { get; }

    /// <summary>The most shared memory that a group may have; beyond 48 KB a kernel has to ask for it.</summary>
    public int SharedBytes => Math.Max(this[CudaDeviceAttribute.MaxSharedMemoryPerBlockOptin], this[CudaDeviceAttribute.MaxSharedMemoryPerBlock]);

    public CudaArchitecture Architecture { get; }

    public int this[CudaDeviceAttribute attribute]
    {
        get
        {
            int value;
            Driver.Check(Driver.cuDeviceGetAttribute(&value, attribute, Handle), $"cuDeviceGetAttribute({attribute}) of {Name}");
            return value;
        }
    }

    /// <summary>An attribute that only describes the device; 0 where the driver does not know it.</summary>
    public int Description(CudaDeviceAttribute attribute)
    {
        int value;
        return Driver.cuDeviceGetAttribute(&value, attribute, Handle) == CudaError.CUDA_SUCCESS ? value : 0;
    }

    /// <summary>Why the engine cannot use the device, or null.</summary>
    public string? Obstacle()
    {
        if (Architecture.Major < 6)
            return $"Its compute capability is {Architecture.Major}.{Architecture.Minor}; kernels need 6.0.";
        return (CudaComputeMode)this[CudaDeviceAttribute.ComputeMode] switch
        {
            CudaComputeMode.Prohibited => "Its compute mode is Prohibited; `nvidia-smi -c DEFAULT` allows programs to use it.",
            // One program at a time: only trying tells whether it is free.
            CudaComputeMode.ExclusiveProcess => TryContext(),
            _ => null,
        };
    }

    private string? TryContext()
    {
        nint context;
        var error = Driver.cuDevicePrimaryCtxRetain(&context, Handle);
        if (error != CudaError.CUDA_SUCCESS)
            return Driver.Failure(error, "cuDevicePrimaryCtxRetain (its compute mode is Exclusive Process)").Message;
        Driver.Check(Driver.cuDevicePrimaryCtxRelease_v2(Handle), "cuDevicePrimaryCtxRelease");
        return null;
    }
}
