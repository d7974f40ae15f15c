using GpuNet.Benchmarks.Workloads;

namespace GpuNet.Benchmarks.Suites;

/// <summary>Matrix products.</summary>
public class MatMul() : WorkloadSuite(MatMulWorkloads.Create());
