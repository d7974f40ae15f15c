namespace ILGPU.Runtime.Cuda;

public sealed unsafe partial class CudaAccelerator
{
    public new CudaDevice Device => (CudaDevice)base.Device;

    public int DeviceId => Device.DeviceId;

    public CudaDriverVersion DriverVersion => Device.DriverVersion;

    public CudaArchitecture Architecture => Device.Facts.Architecture;

    public CudaInstructionSet InstructionSet =>
        Device.InstructionSet ?? throw new NotSupportedException($"The engine knows no instruction set for {Architecture}.");

    /// <summary>In MHz.</summary>
    public int ClockRate => Device.ClockRate;

    /// <summary>In MHz.</summary>
    public int MemoryClockRate => Device.MemoryClockRate;

    /// <summary>In bits.</summary>
    public int MemoryBusWidth => Device.MemoryBusWidth;

    /// <summary>In bytes.</summary>
    public int L2CacheSize => Device.L2CacheSize;

    /// <summary>In bytes.</summary>
    public int MaxSharedMemoryPerMultiprocessor => Device.MaxSharedMemoryPerMultiprocessor;

    public int TotalNumRegistersPerMultiprocessor => Device.TotalNumRegistersPerMultiprocessor;

    public int TotalNumRegistersPerGroup => Device.TotalNumRegistersPerGroup;

    /// <summary>In bytes.</summary>
    public long MaxMemoryPitch => Device.MaxMemoryPitch;

    public int NumConcurrentCopyEngines => Device.NumConcurrentCopyEngines;

    public bool HasECCSupport => Device.HasECCSupport;

    public bool SupportsManagedMemory => Device.SupportsManagedMemory;

    public bool SupportsComputePreemption => Device.SupportsComputePreemption;

    public DeviceDriverMode DriverMode => Device.DriverMode;

    public int PCIDomainId => Device.PCIDomainId;

    public int PCIBusId => Device.PCIBusId;

    public int PCIDeviceId => Device.PCIDeviceId;

    public string NVMLPCIBusId => Device.NVMLPCIBusId;

    public new CudaCapabilityContext Capabilities => (CudaCapabilityContext)base.Capabilities;

    /// <summary>Kept, but without effect: since compute capability 5.0 banks have four bytes.</summary>
    public CudaSharedMemoryConfiguration SharedMemoryConfiguration { get; set; }

    public CudaCacheConfiguration CacheConfiguration
    {
        get
        {
            DriverContext.MakeCurrent();
            CudaCacheConfiguration value;
            Driver.Check(Driver.cuCtxGetCacheConfig(&value), "cuCtxGetCacheConfig");
            return value;
        }

        set
        {
            DriverContext.MakeCurrent();
            Driver.Check(Driver.cuCtxSetCacheConfig(value), "cuCtxSetCacheConfig");
        }
    }
}
