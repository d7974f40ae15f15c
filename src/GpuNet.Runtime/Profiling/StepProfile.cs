using ILGPU.Runtime;

namespace GpuNet;

/// <summary>Times of a step's launches, each between two markers in the device's stream.</summary>
/// <param name="stream">The stream.</param>
/// <param name="work">The launches.</param>
internal sealed class StepProfile(AcceleratorStream stream, StepWork[] work)
{
    private readonly List<TimeSpan>[] _times = [.. work.Select(_ => new List<TimeSpan>())];

    /// <summary>Issues all of the work once, and waits for it.</summary>
    internal void Run()
    {
        var markers = new List<(ProfilingMarker Start, ProfilingMarker End)>(work.Length);
        try
        {
            foreach (var item in work)
            {
                var start = stream.AddProfilingMarker();
                item.Issue(stream);
                markers.Add((start, stream.AddProfilingMarker()));
            }
            stream.Synchronize();
            for (var i = 0; i < work.Length; i++) _times[i].Add(markers[i].End - markers[i].Start);
        }
        finally
        {
            foreach (var (start, end) in markers)
            {
                start.Dispose();
                end.Dispose();
            }
        }
    }

    internal LaunchTime[] Medians() => [.. work.Zip(_times, (item, times) => new LaunchTime(item.Name, Median(times)))];

    private static TimeSpan Median(List<TimeSpan> times)
    {
        times.Sort();
        return (times[(times.Count - 1) / 2] + times[times.Count / 2]) / 2;
    }
}
