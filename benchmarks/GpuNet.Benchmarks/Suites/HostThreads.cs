using GpuNet.Benchmarks.Workloads;

namespace GpuNet.Benchmarks.Suites;

/// <summary>Several threads of the host on one device.</summary>
public class HostThreads() : WorkloadSuite(HostThreadWorkloads.Create());
