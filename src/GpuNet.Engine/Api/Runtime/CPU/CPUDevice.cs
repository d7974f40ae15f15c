using System.Collections.Immutable;
using GpuNet.Engine.Drivers.Cpu;

namespace ILGPU.Runtime.CPU;

/// <summary>
/// The CPU as a device. The default one has the machine's cores as multiprocessors and groups of up to 1024 work-items;
/// the others only limit warps and groups as the GPUs of their name do.
/// </summary>
[DeviceType(AcceleratorType.CPU)]
public sealed class CPUDevice : Device
{
    private const int DefaultGroupSize = 1024;
    private const int SharedMemoryPerGroup = 256 << 10;

    public static readonly CPUDevice Default = new(1, DefaultGroupSize, WorkerPool.DefaultThreadCount);
    public static readonly CPUDevice Nvidia = new(32, 32, 1);
    public static readonly CPUDevice AMD = new(32, 8, 1);
    public static readonly CPUDevice LegacyAMD = new(64, 4, 1);
    public static readonly CPUDevice Intel = new(16, 8, 1);
    public static readonly ImmutableArray<CPUDevice> All = [Default, Nvidia, AMD, LegacyAMD, Intel];

    public CPUDevice(int numThreadsPerWarp, int numWarpsPerMultiprocessor, int numMultiprocessors)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numThreadsPerWarp, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(numWarpsPerMultiprocessor, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(numMultiprocessors, 1);
        int groupSize = checked(numThreadsPerWarp * numWarpsPerMultiprocessor);
        NumThreads = checked(groupSize * numMultiprocessors);
        Name = "CPUAccelerator";
        WarpSize = numThreadsPerWarp;
        MaxNumThreadsPerGroup = groupSize;
        MaxGroupSize = new Index3D(groupSize);
        MaxGridSize = new Index3D(int.MaxValue);
        NumMultiprocessors = numMultiprocessors;
        MaxNumThreadsPerMultiprocessor = groupSize;
        MemorySize = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        MaxSharedMemoryPerGroup = SharedMemoryPerGroup;
        MaxConstantMemory = int.MaxValue;
        Capabilities = new CPUCapabilityContext();
    }

    /// <summary>The number of work-items that fill the device.</summary>
    public int NumThreads { get; }

    public static CPUDevice GetDevice(CPUDeviceKind kind) =>
        Enum.IsDefined(kind) ? All[(int)kind] : throw new ArgumentOutOfRangeException(nameof(kind), kind, null);

    public static ImmutableArray<Device> GetDevices(Predicate<CPUDevice> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return [.. All.Where(device => predicate(device))];
    }

    public override Accelerator CreateAccelerator(Context context) => CreateCPUAccelerator(context);

    public CPUAccelerator CreateCPUAccelerator(Context context) =>
        CreateCPUAccelerator(context, CPUAcceleratorMode.Auto);

    public CPUAccelerator CreateCPUAccelerator(Context context, CPUAcceleratorMode mode) =>
        CreateCPUAccelerator(context, mode, ThreadPriority.Normal);

    public CPUAccelerator CreateCPUAccelerator(
        Context context,
        CPUAcceleratorMode mode,
        ThreadPriority threadPriority) =>
        new(context, this, mode, threadPriority);

    public override bool Equals(object? obj) =>
        obj is CPUDevice other
        && other.WarpSize == WarpSize
        && other.MaxNumThreadsPerGroup == MaxNumThreadsPerGroup
        && other.NumMultiprocessors == NumMultiprocessors;

    public override int GetHashCode() => HashCode.Combine(WarpSize, MaxNumThreadsPerGroup, NumMultiprocessors);
}
