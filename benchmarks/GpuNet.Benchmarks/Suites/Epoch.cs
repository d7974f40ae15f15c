using GpuNet.Benchmarks.Workloads;

namespace GpuNet.Benchmarks.Suites;

/// <summary>Passes over a data set.</summary>
public class Epoch() : WorkloadSuite(EpochWorkloads.Create());
