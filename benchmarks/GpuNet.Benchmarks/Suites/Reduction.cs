using GpuNet.Benchmarks.Workloads;

namespace GpuNet.Benchmarks.Suites;

/// <summary>Sums and softmax.</summary>
public class Reduction() : WorkloadSuite(ReductionWorkloads.Create());
