using System.Runtime.InteropServices;

namespace GpuNet.Engine.Drivers.Cuda.Interop;

// The driver's own numbers, of those constants that the engine uses.

internal enum CudaDeviceAttribute
{
    MaxThreadsPerBlock = 1,
    MaxBlockDimX = 2,
    MaxBlockDimY = 3,
    MaxBlockDimZ = 4,
    MaxGridDimX = 5,
    MaxGridDimY = 6,
    MaxGridDimZ = 7,
    MaxSharedMemoryPerBlock = 8,
    TotalConstantMemory = 9,
    WarpSize = 10,
    MaxPitch = 11,
    MaxRegistersPerBlock = 12,
    ClockRate = 13,
    MultiprocessorCount = 16,
    CanMapHostMemory = 19,
    ComputeMode = 20,
    EccEnabled = 32,
    PciBusId = 33,
    PciDeviceId = 34,
    TccDriver = 35,
    MemoryClockRate = 36,
    GlobalMemoryBusWidth = 37,
    L2CacheSize = 38,
    MaxThreadsPerMultiprocessor = 39,
    AsyncEngineCount = 40,
    PciDomainId = 50,
    ComputeCapabilityMajor = 75,
    ComputeCapabilityMinor = 76,
    MaxSharedMemoryPerMultiprocessor = 81,
    MaxRegistersPerMultiprocessor = 82,
    ManagedMemory = 83,
    ComputePreemptionSupported = 90,
    CanUseHostPointerForRegisteredMemory = 91,
    MaxSharedMemoryPerBlockOptin = 97,
    MemoryPoolsSupported = 115,
}

internal enum CudaComputeMode { Default = 0, Prohibited = 2, ExclusiveProcess = 3 }

internal enum CudaFunctionAttribute { MaxThreadsPerBlock = 0, SharedBytes = 1, MaxDynamicSharedBytes = 8 }

internal enum CudaPointerAttribute { MemoryType = 2 }

internal enum CudaMemoryPoolAttribute { ReleaseThreshold = 4, ReservedBytes = 5, UsedBytes = 7 }

internal enum CudaCaptureStatus { None = 0, Active = 1, Invalidated = 2 }

internal enum CudaJitOption { ErrorLogBuffer = 5, ErrorLogBufferBytes = 6 }

[StructLayout(LayoutKind.Sequential)]
internal struct CudaMemoryLocation
{
    public const int Device = 1;

    public int Type;
    public int Id;
}

[StructLayout(LayoutKind.Sequential)]
internal struct CudaMemoryAccess
{
    public const int ReadWrite = 3;

    public CudaMemoryLocation Location;
    public int Flags;
}

[StructLayout(LayoutKind.Sequential, Size = 88)]
internal struct CudaMemoryPoolProperties
{
    public const int Pinned = 1;

    public int AllocationType;
    public int HandleTypes;
    public CudaMemoryLocation Location;
}
