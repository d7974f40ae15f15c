namespace GpuNet.Models.Data;

/// <summary>
/// The SplitMix64 generator: a counter through a bijective mix, the same on every platform. For orders of rows on
/// the host; tensors draw from Philox.
/// </summary>
/// <remarks>
/// Source: G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators" (2014), with the constants of
/// Vigna's public-domain splitmix64.c.
/// </remarks>
internal struct SplitMix64
{
    private const ulong Increment = 0x9E3779B97F4A7C15;

    private ulong _state;

    public SplitMix64(ulong state) => _state = state;

    public SplitMix64(ulong seed, ulong stream) => _state = Mix(Mix(seed) ^ stream);

    public ulong Next()
    {
        _state += Increment;
        return Mix(_state);
    }

    /// <summary>
    /// A uniform value below <paramref name="bound"/>, without bias: D. Lemire, "Fast random integer generation in an
    /// interval" (2019).
    /// </summary>
    public ulong Below(ulong bound)
    {
        ulong high = Math.BigMul(Next(), bound, out ulong low);
        if (low < bound)
        {
            ulong threshold = (0 - bound) % bound;
            while (low < threshold)
                high = Math.BigMul(Next(), bound, out low);
        }

        return high;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
