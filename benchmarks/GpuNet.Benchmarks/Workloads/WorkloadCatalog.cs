namespace GpuNet.Benchmarks.Workloads;

/// <summary>Every workload there is.</summary>
public static class WorkloadCatalog
{
    /// <summary>No extent is cut.</summary>
    public const int Unlimited = int.MaxValue;

    /// <summary>Every workload; names do not depend on the limit.</summary>
    /// <param name="limit">Extents above it are cut to it, so that a test can run everything in a moment.</param>
    public static IEnumerable<Workload> All(int limit = Unlimited) =>
    [
        .. ElementwiseWorkloads.Create(limit),
        .. ChainWorkloads.Create(limit),
        .. ReductionWorkloads.Create(limit),
        .. NormalizationWorkloads.Create(limit),
        .. TensorOpWorkloads.Create(limit),
        .. SmallTensorWorkloads.Create(),
        .. MatMulWorkloads.Create(limit),
        .. TrainingStepWorkloads.Create(limit),
        .. EpochWorkloads.Create(limit),
        .. HostThreadWorkloads.Create(limit),
        .. EngineWorkloads.Create(),
        .. GpuWorkloads.Create(limit),
    ];
}
