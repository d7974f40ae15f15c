namespace GpuNet;

/// <summary>Finds the fastest of some ways to do the same, once for each name, by trying them.</summary>
/// <param name="cache">What was found before, and where to keep what is found.</param>
/// <param name="budget">
/// How long the trials of one name may take: when it is used up, the best one so far is chosen. Each way is tried once
/// untimed, for compilers.
/// </param>
/// <param name="time">Runs work to its end and tells how long that took.</param>
/// <param name="tell">Gets a line for each way that was left out.</param>
internal sealed class Tuner(TuningCache cache, TimeSpan budget, Func<Action, TimeSpan> time, Action<string> tell)
{
    private const int Rounds = 5;

    /// <summary>The number of the way to take.</summary>
    /// <param name="name">What is done, in one word.</param>
    /// <param name="first">The way to try first, and to take where times are equal.</param>
    /// <param name="ways">The ways.</param>
    /// <param name="reasonAgainst">Why a way must not be taken, however fast it is; it is tried for that before it is timed. Null where it may.</param>
    internal int Choose(string name, int first, IReadOnlyList<Action> ways, Func<int, string?> reasonAgainst)
    {
        if (cache.TryGet(name, out var known) && known < ways.Count) return known;
        var (best, bestTime, used) = (first, TimeSpan.MaxValue, TimeSpan.Zero);
        foreach (var way in Enumerable.Range(0, ways.Count).OrderBy(way => way != first))
        {
            if (used > budget) break;
            if (reasonAgainst(way) is { } reason)
            {
                tell($"Way {way} of {name} is left out: {reason}");
                continue;
            }
            time(ways[way]);
            var fastest = TimeSpan.MaxValue;
            for (var round = 0; round < Rounds && used <= budget; round++)
            {
                var taken = time(ways[way]);
                used += taken;
                if (taken < fastest) fastest = taken;
            }
            if (fastest < bestTime) (best, bestTime) = (way, fastest);
        }
        cache.Set(name, best);
        return best;
    }
}
