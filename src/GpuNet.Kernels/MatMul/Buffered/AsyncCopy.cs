using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace GpuNet.Kernels;

/// <summary>
/// Copies from global to shared memory that a device of compute capability 8.0 or above makes by itself while its items
/// go on. An item waits for its own copies; a barrier then shows them to the group.
/// </summary>
internal static class AsyncCopy
{
    /// <summary>The address of shared memory as the device's instructions take it.</summary>
    internal static int AddressOf(ArrayView<float> shared)
    {
        CudaAsm.Emit("cvta.to.shared.u64 %0, %1;", out long address, shared.LoadEffectiveAddressAsPtr().ToInt64());
        return (int)address;
    }

    /// <summary>Starts to copy 16 bytes; both addresses are multiples of 16.</summary>
    internal static void Start(int shared, long global) =>
        CudaAsm.Emit("cp.async.cg.shared.global [%0], [%1], 16;", shared, global);

    /// <summary>Starts to copy so many of 16 bytes, and zeros for the rest.</summary>
    internal static void Start(int shared, long global, int bytes) =>
        CudaAsm.Emit("cp.async.cg.shared.global [%0], [%1], 16, %2;", shared, global, bytes);

    /// <summary>Makes a group of what was started since the last one.</summary>
    internal static void EndGroup() => CudaAsm.Emit("cp.async.commit_group;");

    /// <summary>Waits for everything that was started.</summary>
    internal static void WaitForAll() => CudaAsm.Emit("cp.async.wait_all;");
}
