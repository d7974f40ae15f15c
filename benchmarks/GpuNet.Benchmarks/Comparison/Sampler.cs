using System.Diagnostics;

namespace GpuNet.Benchmarks.Comparison;

/// <summary>Takes samples of one prepared workload of one system: each of as many runs as fill the time wanted.</summary>
internal sealed class Sampler
{
    private readonly ISystem _system;
    private readonly Action _work;
    private readonly int _runs;

    /// <summary>Warms up (kernels compile, the run-time compiler settles), then counts the runs of a sample.</summary>
    /// <param name="system">Who works.</param>
    /// <param name="work">What is to be done.</param>
    /// <param name="sampleTime">How long a sample should take; at least one run is made.</param>
    public Sampler(ISystem system, Action work, TimeSpan sampleTime)
    {
        (_system, _work) = (system, work);
        Repeat(1);
        var clock = Stopwatch.StartNew();
        int warmUps = 0;
        do
        {
            Repeat(1);
            warmUps++;
        }
        while (clock.Elapsed < 2 * sampleTime);
        _runs = Math.Max(1, (int)(sampleTime * warmUps / clock.Elapsed));
    }

    /// <summary>The time of a run, averaged over those of the sample.</summary>
    public Sample Take()
    {
        var cpu = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        Repeat(_runs);
        double wall = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        return new Sample(wall / _runs, (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds / _runs);
    }

    private void Repeat(int runs)
    {
        for (int run = 0; run < runs; run++)
        {
            _work();
            _system.Synchronize();
        }
    }
}
