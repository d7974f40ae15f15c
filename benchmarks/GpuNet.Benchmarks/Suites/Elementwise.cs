using GpuNet.Benchmarks.Workloads;

namespace GpuNet.Benchmarks.Suites;

/// <summary>Activations and functions, element by element, alone and one after the other.</summary>
public class Elementwise() : WorkloadSuite([.. ElementwiseWorkloads.Create(), .. ChainWorkloads.Create()]);
