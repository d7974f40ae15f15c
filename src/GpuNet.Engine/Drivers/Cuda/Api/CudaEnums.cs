namespace ILGPU.Runtime.Cuda;

/// <summary>How the host waits for the device.</summary>
public enum CudaAcceleratorFlags
{
    ScheduleAuto = 0,
    ScheduleSpin = 1,
    ScheduleYield = 2,
    ScheduleBlockingSync = 4,
}

/// <summary>How memory on the chip is shared between caches and shared memory.</summary>
public enum CudaCacheConfiguration
{
    Default = 0,
    PreferShared = 1,
    PreferL1 = 2,
    PreferEqual = 3,
}

public enum CudaSharedMemoryConfiguration
{
    Default = 0,
    FourByteBankSize = 1,
    EightByteBankSize = 2,
}

/// <summary>What an address points to.</summary>
public enum CudaMemoryType
{
    None = 0,
    Host = 1,
    Device = 2,
    Array = 3,
    Unified = 4,
}

public enum CudaEventFlags
{
    CU_EVENT_DEFAULT = 0,
    CU_EVENT_BLOCKING_SYNC = 1,
    CU_EVENT_DISABLE_TIMING = 2,
    CU_EVENT_INTERPROCESS = 4,
}

public enum StreamFlags
{
    CU_STREAM_DEFAULT = 0,
    CU_STREAM_NON_BLOCKING = 1,
}

/// <summary>How Windows drives a device.</summary>
public enum DeviceDriverMode
{
    WDDM = 0,
    TCC = 1,
}
