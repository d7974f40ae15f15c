using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using GpuNet.Benchmarks.Suites;
using GpuNet.Benchmarks.Workloads;

namespace GpuNet.Benchmarks.Reporting;

/// <summary>A rate in billions a second, of a workload's amount and the median of its times; "-" where there is no amount.</summary>
/// <param name="name">The unit: GB/s or GFLOP/s.</param>
/// <param name="amount">What is counted.</param>
/// <param name="legend">What the unit means here.</param>
internal sealed class RateColumn(string name, Func<Amount, double> amount, string legend) : IColumn
{
    public static RateColumn Bandwidth { get; } =
        new("GB/s", static amount => amount.Bytes, "Bytes the definition has to read and write, by the median time");

    public static RateColumn Arithmetic { get; } =
        new("GFLOP/s", static amount => amount.Operations, "Additions and multiplications of matrix products, by the median time");

    public string Id => $"{nameof(RateColumn)}.{name}";
    public string ColumnName => name;
    public bool AlwaysShow => false;
    public ColumnCategory Category => ColumnCategory.Custom;
    public int PriorityInCategory => 0;
    public bool IsNumeric => true;
    public UnitType UnitType => UnitType.Dimensionless;
    public string Legend => legend;

    public bool IsAvailable(Summary summary) => summary.BenchmarksCases.Any(benchmark => amount(AmountOf(benchmark)) > 0);

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        double counted = amount(AmountOf(benchmarkCase));
        var nanoseconds = summary[benchmarkCase]?.ResultStatistics?.Median;
        return counted > 0 && nanoseconds > 0 ? (counted / nanoseconds.Value).ToString("F1", CultureInfo.InvariantCulture) : "-";
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);

    private static Amount AmountOf(BenchmarkCase benchmark) => ((Workload)benchmark.Parameters[nameof(WorkloadSuite.Work)]).Amount;
}
