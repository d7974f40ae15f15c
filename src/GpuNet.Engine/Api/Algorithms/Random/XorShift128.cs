namespace ILGPU.Algorithms.Random;

/// <summary>
/// G. Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8(14), 2003: 128 bits of state, shifts 11, 8, 19.
/// </summary>
public struct XorShift128 : IEquatable<XorShift128>, IRandomProvider<XorShift128>
{
    // Of all zeros nothing else follows: such a state is refused.
    public XorShift128(uint state0, uint state1, uint state2, uint state3)
    {
        if (state0 == 0 && state1 == 0 && state2 == 0 && state3 == 0)
            throw new ArgumentException("The state of a xorshift generator must not be all zeros.", nameof(state0));
        State0 = state0;
        State1 = state1;
        State2 = state2;
        State3 = state3;
    }

    public uint State0 { get; private set; }

    public uint State1 { get; private set; }

    public uint State2 { get; private set; }

    public uint State3 { get; private set; }

    public static XorShift128 Create(System.Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return new XorShift128(
            (uint)random.Next(1, int.MaxValue),
            (uint)random.Next(1, int.MaxValue),
            (uint)random.Next(1, int.MaxValue),
            (uint)random.Next(1, int.MaxValue));
    }

    public uint NextUInt()
    {
        var t = State3;
        t ^= t << 11;
        t ^= t >> 8;
        State3 = State2;
        State2 = State1;
        State1 = State0;
        return State0 = t ^ State0 ^ (State0 >> 19);
    }

    public ulong NextULong() => ((ulong)NextUInt() << 32) | NextUInt();

    public int Next() => RandomBits.ToInt(NextUInt());

    public long NextLong() => RandomBits.ToLong(NextULong());

    public float NextFloat() => RandomBits.ToFloat(NextUInt());

    public double NextDouble() => RandomBits.ToDouble(NextULong());

    public void ShiftPeriod(int shift)
    {
        for (var step = 0; step < shift; ++step)
            Next();
    }

    public XorShift128 NextProvider()
    {
        XorShift128 next = default;
        next.Seed(
            RandomBits.Seed(NextUInt()) | 1,
            RandomBits.Seed(NextUInt()),
            RandomBits.Seed(NextUInt()),
            RandomBits.Seed(NextUInt()));
        return next;
    }

    public readonly XorShift128 CreateProvider(System.Random random) => Create(random);

    public readonly XorShift128 CreateProvider<TRandomProvider>(ref TRandomProvider random)
        where TRandomProvider : struct, IRandomProvider<TRandomProvider>
    {
        XorShift128 provider = default;
        provider.Seed(
            RandomBits.Seed((uint)random.Next()) | 1,
            RandomBits.Seed((uint)random.Next()),
            RandomBits.Seed((uint)random.Next()),
            RandomBits.Seed((uint)random.Next()));
        return provider;
    }

    public readonly bool Equals(XorShift128 other) => State0 == other.State0 && State1 == other.State1 && State2 == other.State2 && State3 == other.State3;

    public override readonly int GetHashCode() => HashCode.Combine(State0, State1, State2, State3);

    public override readonly bool Equals(object? obj) => obj is XorShift128 other && Equals(other);

    public override readonly string ToString() => $"[{State0}, {State1}, {State2}, {State3}]";

    public static bool operator ==(XorShift128 first, XorShift128 second) => first.Equals(second);

    public static bool operator !=(XorShift128 first, XorShift128 second) => !first.Equals(second);

    // For kernels, which cannot throw.
    private void Seed(uint state0, uint state1, uint state2, uint state3)
    {
        State0 = state0;
        State1 = state1;
        State2 = state2;
        State3 = state3;
    }
}
