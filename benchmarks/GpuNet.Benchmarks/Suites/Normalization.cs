using GpuNet.Benchmarks.Workloads;

namespace GpuNet.Benchmarks.Suites;

/// <summary>Layer normalization.</summary>
public class Normalization() : WorkloadSuite(NormalizationWorkloads.Create());
