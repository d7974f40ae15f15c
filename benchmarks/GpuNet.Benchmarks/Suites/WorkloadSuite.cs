using BenchmarkDotNet.Attributes;
using GpuNet.Benchmarks.Workloads;

namespace GpuNet.Benchmarks.Suites;

/// <summary>Workloads as benchmarks, each on every device that <see cref="SelectedDevices"/> names.</summary>
/// <param name="workloads">The workloads of the suite.</param>
public abstract class WorkloadSuite(IEnumerable<Workload> workloads)
{
    private Device _device = null!;
    private Action _run = null!;

    /// <summary>The workloads of the suite.</summary>
    public IEnumerable<Workload> Workloads => workloads;

    /// <summary>The identifiers of the devices.</summary>
    public IEnumerable<string> Devices => SelectedDevices.Ids;

    [ParamsSource(nameof(Workloads))]
    public Workload Work { get; set; } = null!;

    [ParamsSource(nameof(Devices))]
    public string Device { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        _device = GpuNet.Device.Parse(Device);
        _run = Work.Prepare(_device);
    }

    [Benchmark]
    public void Run()
    {
        _run();
        _device.Synchronize();
    }

    /// <summary>Lets go of the workload's tensors before the next one makes its own.</summary>
    [GlobalCleanup]
    public void Release()
    {
        _run = null!;
        GC.Collect();
        GC.WaitForPendingFinalizers();
        _device.Memory.Trim();
    }
}
