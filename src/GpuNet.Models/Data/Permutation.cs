namespace GpuNet.Models.Data;

/// <summary>Random orders that depend on seed and stream only, on every platform.</summary>
public static class Permutation
{
    /// <summary>
    /// A uniformly random order of 0 .. <paramref name="count"/> - 1: Fisher-Yates (Knuth's algorithm P) driven by
    /// <see cref="SplitMix64"/>.
    /// </summary>
    /// <param name="count">The number of items.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="stream">Tells independent orders of one seed apart, such as the epoch.</param>
    public static int[] Create(int count, ulong seed, ulong stream)
    {
        int[] order = new int[count];
        Fill(order, seed, stream);
        return order;
    }

    /// <summary>Fills <paramref name="order"/> as <see cref="Create"/> does.</summary>
    public static void Fill(Span<int> order, ulong seed, ulong stream)
    {
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        var random = new SplitMix64(seed, stream);
        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = (int)random.Below((ulong)i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }
}
