namespace GpuNet;

/// <summary>The driver behind a device.</summary>
public enum DeviceKind
{
    /// <summary>The machine's own processor.</summary>
    Cpu,

    /// <summary>A device of the machine's OpenCL platforms.</summary>
    OpenCl,

    /// <summary>An NVIDIA GPU.</summary>
    Cuda,
}
