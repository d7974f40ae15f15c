using GpuNet.Benchmarks.Workloads;

namespace GpuNet.Benchmarks.Suites;

/// <summary>Activations and functions, element by element.</summary>
public class Elementwise() : WorkloadSuite(ElementwiseWorkloads.Create());
