using GpuNet.Benchmarks.Workloads;

namespace GpuNet.Benchmarks.Suites;

/// <summary>Whole training steps.</summary>
public class TrainingStep() : WorkloadSuite(TrainingStepWorkloads.Create());
