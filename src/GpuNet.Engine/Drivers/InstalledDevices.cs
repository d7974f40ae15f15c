using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace GpuNet.Engine.Drivers;

/// <summary>The devices of this machine that the engine has a driver for.</summary>
internal static class InstalledDevices
{
    public static IEnumerable<Device> Find()
    {
        yield return CPUDevice.Default;
        foreach (var device in CLDevice.GetDevices(static _ => true))
            yield return device;
        foreach (var device in CudaDevice.GetDevices(static _ => true))
            yield return device;
    }
}
