using System.Globalization;
using GpuNet.Benchmarks.Workloads;

namespace GpuNet.Benchmarks.Profiling;

/// <summary>
/// Where a workload's time goes: <c>profile device workload...</c> prints "microseconds launches kernel" for each kernel of a
/// workload on a device, the longest first, and their sum.
/// </summary>
internal static class ProfileProgram
{
    private const int Runs = 20;

    /// <summary>Runs the mode; returns the exit code.</summary>
    /// <param name="arguments">The device, then workloads.</param>
    /// <param name="output">Where the lines go.</param>
    /// <exception cref="ArgumentException">An argument is wrong.</exception>
    /// <exception cref="InvalidOperationException">The workload prepares steps of its own.</exception>
    public static int Run(string[] arguments, TextWriter output)
    {
        if (arguments.Length < 2)
            throw new ArgumentException("profile needs a device and workloads: profile cuda:0 step/a step/b.");
        Device.EnableProfiling();
        var device = Device.Parse(arguments[0]);
        var workloads = WorkloadCatalog.All().ToDictionary(workload => workload.Name);
        foreach (string name in arguments[1..])
        {
            if (!workloads.TryGetValue(name, out var workload))
                throw new ArgumentException($"There is no workload '{name}'; there are {string.Join(", ", workloads.Keys)}.");
            Write(name, Measure(device, workload), output);
        }

        return 0;
    }

    private static IReadOnlyList<LaunchTime> Measure(Device device, Workload workload)
    {
        var work = workload.Prepare(device);
        // Training steps are prepared already; of other work the second run is, when nothing is left to be done only once.
        if (work.Target is PreparedStep ready)
            return ready.Measure(Runs);
        using (Tape.Scope())
            work();
        using var step = PreparedStep.Record(device, work);
        return step.Measure(Runs);
    }

    private static void Write(string workload, IReadOnlyList<LaunchTime> launches, TextWriter output)
    {
        output.WriteLine(workload);
        var kernels = KernelTime.Of(launches);
        foreach (var kernel in kernels)
            Line(kernel.Time.TotalMicroseconds, kernel.Launches, kernel.Name);
        Line(kernels.Sum(kernel => kernel.Time.TotalMicroseconds), launches.Count, "together");
        output.Flush();

        void Line(double microseconds, int count, string what) =>
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{microseconds,12:F1} {count,5} {what}"));
    }
}
