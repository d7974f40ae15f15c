namespace ILGPU.Algorithms.Random;

/// <summary>
/// S. Vigna, "An experimental exploration of Marsaglia's xorshift generators, scrambled", ACM TOMS 42(4), 2016: 64 bits of state,
/// shifts 12, 25, 27.
/// </summary>
public struct XorShift64Star : IEquatable<XorShift64Star>, IRandomProvider<XorShift64Star>
{
    // Of all zeros nothing else follows: such a state is refused.
    public XorShift64Star(ulong state)
    {
        if (state == 0)
            throw new ArgumentException("The state of a xorshift generator must not be all zeros.", nameof(state));
        State = state;
    }

    public ulong State { get; private set; }

    public static XorShift64Star Create(System.Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return new XorShift64Star((ulong)random.NextInt64(1, long.MaxValue));
    }

    public ulong NextULong()
    {
        var x = State;
        x ^= x >> 12;
        x ^= x << 25;
        x ^= x >> 27;
        State = x;
        return x * 0x2545_F491_4F6C_DD1Dul;
    }

    public uint NextUInt() => (uint)(NextULong() >> 32);

    public int Next() => RandomBits.ToInt(NextUInt());

    public long NextLong() => RandomBits.ToLong(NextULong());

    public float NextFloat() => RandomBits.ToFloat(NextUInt());

    public double NextDouble() => RandomBits.ToDouble(NextULong());

    public void ShiftPeriod(int shift)
    {
        for (var step = 0; step < shift; ++step)
            Next();
    }

    public XorShift64Star NextProvider()
    {
        XorShift64Star next = default;
        next.Seed(RandomBits.Seed(NextULong()) | 1);
        return next;
    }

    public readonly XorShift64Star CreateProvider(System.Random random) => Create(random);

    public readonly XorShift64Star CreateProvider<TRandomProvider>(ref TRandomProvider random)
        where TRandomProvider : struct, IRandomProvider<TRandomProvider>
    {
        XorShift64Star provider = default;
        provider.Seed(RandomBits.Seed((ulong)random.NextLong()) | 1);
        return provider;
    }

    public readonly bool Equals(XorShift64Star other) => State == other.State;

    public override readonly int GetHashCode() => State.GetHashCode();

    public override readonly bool Equals(object? obj) => obj is XorShift64Star other && Equals(other);

    public override readonly string ToString() => $"[{State}]";

    public static bool operator ==(XorShift64Star first, XorShift64Star second) => first.Equals(second);

    public static bool operator !=(XorShift64Star first, XorShift64Star second) => !first.Equals(second);

    // For kernels, which cannot throw.
    private void Seed(ulong state)
    {
        State = state;
    }
}
