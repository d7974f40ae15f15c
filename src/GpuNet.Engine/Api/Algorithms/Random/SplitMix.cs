namespace ILGPU.Algorithms.Random;

/// <summary>
/// G. L. Steele Jr. et al., "Fast splittable pseudorandom number generators", OOPSLA 2014: SplitMix64, which seeds the
/// other providers where many of them descend from one.
/// </summary>
internal struct SplitMix : IRandomProvider<SplitMix>
{
    private ulong state;

    public SplitMix(ulong state) => this.state = state;

    // Descendants of one number are as far from each other as chance has it.
    public static SplitMix Descendant(long number, long descendant) =>
        new((ulong)number + RandomBits.Seed((ulong)descendant));

    public int Next() => RandomBits.ToInt((uint)(NextULong() >> 32));

    public long NextLong() => RandomBits.ToLong(NextULong());

    public float NextFloat() => RandomBits.ToFloat((uint)(NextULong() >> 32));

    public double NextDouble() => RandomBits.ToDouble(NextULong());

    public void ShiftPeriod(int shift) => state += 0x9E37_79B9_7F4A_7C15ul * (ulong)shift;

    public SplitMix NextProvider() => new(NextULong());

    public readonly SplitMix CreateProvider(System.Random random) => new((ulong)random.NextInt64());

    public readonly SplitMix CreateProvider<TRandomProvider>(ref TRandomProvider random)
        where TRandomProvider : struct, IRandomProvider<TRandomProvider> =>
        new((ulong)random.NextLong());

    private ulong NextULong()
    {
        state += 0x9E37_79B9_7F4A_7C15ul;
        return RandomBits.Seed(state);
    }
}
