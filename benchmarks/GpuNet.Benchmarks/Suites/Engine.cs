using GpuNet.Benchmarks.Workloads;

namespace GpuNet.Benchmarks.Suites;

/// <summary>What the engine itself costs.</summary>
public class Engine() : WorkloadSuite(EngineWorkloads.Create());
