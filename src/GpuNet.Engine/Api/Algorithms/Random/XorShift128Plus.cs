namespace ILGPU.Algorithms.Random;

/// <summary>
/// S. Vigna, "Further scramblings of Marsaglia's xorshift generators", Journal of Computational and Applied Mathematics 315, 2017:
/// 128 bits of state, shifts 23, 18, 5.
/// </summary>
public struct XorShift128Plus : IEquatable<XorShift128Plus>, IRandomProvider<XorShift128Plus>
{
    // Of all zeros nothing else follows: such a state is refused.
    public XorShift128Plus(ulong state0, ulong state1)
    {
        if (state0 == 0 && state1 == 0)
            throw new ArgumentException("The state of a xorshift generator must not be all zeros.", nameof(state0));
        State0 = state0;
        State1 = state1;
    }

    public ulong State0 { get; private set; }

    public ulong State1 { get; private set; }

    public static XorShift128Plus Create(System.Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return new XorShift128Plus(
            (ulong)random.NextInt64(1, long.MaxValue),
            (ulong)random.NextInt64(1, long.MaxValue));
    }

    public ulong NextULong()
    {
        var s1 = State0;
        var s0 = State1;
        var result = s0 + s1;
        State0 = s0;
        s1 ^= s1 << 23;
        State1 = s1 ^ s0 ^ (s1 >> 18) ^ (s0 >> 5);
        return result;
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

    public XorShift128Plus NextProvider()
    {
        XorShift128Plus next = default;
        next.Seed(RandomBits.Seed(NextULong()) | 1, RandomBits.Seed(NextULong()));
        return next;
    }

    public readonly XorShift128Plus CreateProvider(System.Random random) => Create(random);

    public readonly XorShift128Plus CreateProvider<TRandomProvider>(ref TRandomProvider random)
        where TRandomProvider : struct, IRandomProvider<TRandomProvider>
    {
        XorShift128Plus provider = default;
        provider.Seed(
            RandomBits.Seed((ulong)random.NextLong()) | 1,
            RandomBits.Seed((ulong)random.NextLong()));
        return provider;
    }

    public readonly bool Equals(XorShift128Plus other) => State0 == other.State0 && State1 == other.State1;

    public override readonly int GetHashCode() => HashCode.Combine(State0, State1);

    public override readonly bool Equals(object? obj) => obj is XorShift128Plus other && Equals(other);

    public override readonly string ToString() => $"[{State0}, {State1}]";

    public static bool operator ==(XorShift128Plus first, XorShift128Plus second) => first.Equals(second);

    public static bool operator !=(XorShift128Plus first, XorShift128Plus second) => !first.Equals(second);

    // For kernels, which cannot throw.
    private void Seed(ulong state0, ulong state1)
    {
        State0 = state0;
        State1 = state1;
    }
}
