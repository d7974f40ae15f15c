namespace ILGPU.Runtime.Cuda;

/// <summary>Settings of a device that a context is to have.</summary>
public sealed class CudaDeviceOverride
{
    internal CudaDeviceOverride(CudaDevice device)
    {
        Device = device;
        InstructionSet = device.InstructionSet;
    }

    public CudaDevice Device { get; }

    /// <summary>The version of PTX to report. Kernels are compiled to what NVRTC and the driver agree on.</summary>
    public CudaInstructionSet? InstructionSet { get; set; }
}
