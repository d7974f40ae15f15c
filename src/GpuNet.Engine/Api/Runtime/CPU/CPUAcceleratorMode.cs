namespace ILGPU.Runtime.CPU;

/// <summary>Whether the CPU runs a kernel's groups on the calling thread or on all cores.</summary>
public enum CPUAcceleratorMode
{
    Auto = 0,
    Sequential = 1,
    Parallel = 2,
}

public enum CPUDeviceKind
{
    Default = 0,
    Nvidia = 1,
    AMD = 2,
    LegacyAMD = 3,
    Intel = 4,
}
