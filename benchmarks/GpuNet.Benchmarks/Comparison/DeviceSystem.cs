using GpuNet.Benchmarks.Workloads;

namespace GpuNet.Benchmarks.Comparison;

/// <summary>A device of ours.</summary>
internal sealed class DeviceSystem(Device device, IReadOnlyList<Workload> workloads) : ISystem
{
    public string Name => device.Id;

    public Action? Prepare(string workload) => device.IsProcessor && workload.StartsWith(GpuWorkloads.Prefix, StringComparison.Ordinal)
        ? null
        : workloads.FirstOrDefault(candidate => candidate.Name == workload)?.Prepare(device);

    public void Synchronize() => device.Synchronize();

    public void Release()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        device.Memory.Trim();
    }
}
