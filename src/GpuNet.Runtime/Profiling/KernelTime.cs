namespace GpuNet;

/// <summary>All launches of a kernel in a step, and what they take together on the device.</summary>
/// <param name="Name">The launches' <see cref="LaunchTime.Name"/>.</param>
/// <param name="Launches">How many they are.</param>
/// <param name="Time">The sum of their times.</param>
public readonly record struct KernelTime(string Name, int Launches, TimeSpan Time)
{
    /// <summary>Takes the launches of each kernel together; the kernel that takes longest comes first.</summary>
    public static IReadOnlyList<KernelTime> Of(IEnumerable<LaunchTime> launches) =>
    [
        .. launches.GroupBy(launch => launch.Name, launch => launch.Time)
            .Select(kernel => new KernelTime(kernel.Key, kernel.Count(), kernel.Aggregate((sum, time) => sum + time)))
            .OrderByDescending(kernel => kernel.Time),
    ];
}
