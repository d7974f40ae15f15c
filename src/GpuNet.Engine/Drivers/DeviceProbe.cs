using GpuNet.Engine.Drivers.Cuda;
using GpuNet.Engine.Drivers.OpenCl;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace GpuNet.Engine;

/// <summary>A device, or a whole driver, that was found but cannot be used.</summary>
/// <param name="Name">The device's or the driver's name.</param>
/// <param name="AcceleratorType">Through which kind of driver it was looked for.</param>
/// <param name="Reason">Why it cannot be used, and what would help.</param>
public sealed record UnusableDevice(string Name, AcceleratorType AcceleratorType, string Reason);

/// <summary>What the engine found on this machine and had to leave out.</summary>
public static class DeviceProbe
{
    /// <summary>Looks on first use; the result does not change while the program runs.</summary>
    public static IReadOnlyList<UnusableDevice> UnusableDevices { get; } = [.. ClDevices.Unusable, .. CudaDevices.OfMachine.Unusable];

    /// <summary>What to know before a usable device is used; null if nothing.</summary>
    public static string? CautionAbout(Device device) => device switch
    {
        CudaDevice { Compiler: null } => "kernels are PTX of the engine's own, compiled by the driver (GPUNET_CUDA_COMPILER=ptx): not yet proven on a GPU",
        CLDevice cl => cl.Facts.Caution(),
        _ => null,
    };

    /// <summary>What compiles kernels for a device, with its version: a program apart, or an OpenCL driver. Null if that is CUDA's driver or the engine.</summary>
    public static string? CompilerOf(Device device) => device switch
    {
        CudaDevice { Compiler: { } compiler } => $"NVRTC {compiler.Version}",
        CLDevice cl => $"{cl.Facts.PlatformVersionText}, {cl.Facts.DriverVersion}",
        _ => null,
    };
}
