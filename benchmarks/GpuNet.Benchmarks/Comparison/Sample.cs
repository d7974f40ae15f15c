using System.Globalization;

namespace GpuNet.Benchmarks.Comparison;

/// <summary>What one run of a workload took.</summary>
/// <param name="Milliseconds">By the clock.</param>
/// <param name="CpuMilliseconds">Of the process, all threads together: what counts where other processes have the cores.</param>
internal readonly record struct Sample(double Milliseconds, double CpuMilliseconds)
{
    /// <summary>The middle of each of the two.</summary>
    public static Sample Median(IReadOnlyList<Sample> samples) => new(
        Median(samples.Select(sample => sample.Milliseconds)), Median(samples.Select(sample => sample.CpuMilliseconds)));

    /// <summary>A line of results: workload, system, milliseconds, processor milliseconds.</summary>
    public string ToLine(string workload, string system) =>
        string.Create(CultureInfo.InvariantCulture, $"{workload} {system} {Milliseconds:G6} {CpuMilliseconds:G6}");

    /// <summary>The line of a system that does not have the workload.</summary>
    public static string NoLine(string workload, string system) => $"{workload} {system} - -";

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
