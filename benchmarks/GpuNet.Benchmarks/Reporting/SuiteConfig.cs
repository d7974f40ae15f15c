using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace GpuNet.Benchmarks.Reporting;

/// <summary>How the suites are measured and what their tables show.</summary>
internal static class SuiteConfig
{
    /// <summary>
    /// In this process, as the devices it selected and the kernels it compiled are here; kernels are compiled by the engine at full
    /// optimization whatever the process. Iterations are short and many, for medians on machines with other work.
    /// </summary>
    public static IConfig Create() => DefaultConfig.Instance
        .AddJob(Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(3)
            .WithIterationCount(15)
            .WithIterationTime(TimeInterval.FromMilliseconds(250)))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumn(StatisticColumn.Median, RateColumn.Bandwidth, RateColumn.Arithmetic);
}
