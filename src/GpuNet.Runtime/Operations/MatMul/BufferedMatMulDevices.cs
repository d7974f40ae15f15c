using GpuNet.Kernels;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace GpuNet.Operations;

/// <summary>
/// Which devices take <see cref="BufferedMatMul"/>: GPUs whose items have registers for its 64 sums, 256 of them. OpenCL does not tell
/// how many there are, so through it those are NVIDIA's and AMD's; others take <see cref="TiledMatMul"/>, with 16 sums.
/// </summary>
internal static class BufferedMatMulDevices
{
    internal static bool Include(Device device) => device.Kind == DeviceKind.Cuda
        || (!device.IsProcessor && HasRoom(device)
            && device.Accelerator is CLAccelerator { Vendor: CLDeviceVendor.AMD or CLDeviceVendor.Nvidia });

    /// <summary>Whether the device brings tiles to shared memory past the registers, when an item asks it to.</summary>
    internal static bool CopyByThemselves(Device device) =>
        device.Accelerator is CudaAccelerator { Architecture: var architecture } && architecture >= CudaArchitecture.SM_80;

    private static bool HasRoom(Device device) =>
        device.Accelerator.MaxNumThreadsPerGroup >= BufferedTile128x128.Items
        && device.Accelerator.MaxSharedMemoryPerGroup >= BufferedTile128x128.Shared * sizeof(float);
}
