namespace ILGPU.Algorithms.Random;

/// <summary>
/// G. Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8(14), 2003: 32 bits of state, shifts 13, 17, 5.
/// </summary>
public struct XorShift32 : IEquatable<XorShift32>, IRandomProvider<XorShift32>
{
    // Of all zeros nothing else follows: such a state is refused.
    public XorShift32(uint state)
    {
        if (state == 0)
            throw new ArgumentException("The state of a xorshift generator must not be all zeros.", nameof(state));
        State = state;
    }

    public uint State { get; private set; }

    public static XorShift32 Create(System.Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        return new XorShift32((uint)random.Next(1, int.MaxValue));
    }

    public uint NextUInt()
    {
        var x = State;
        x ^= x << 13;
        x ^= x >> 17;
        x ^= x << 5;
        return State = x;
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

    public XorShift32 NextProvider()
    {
        XorShift32 next = default;
        next.Seed(RandomBits.Seed(NextUInt()) | 1);
        return next;
    }

    public readonly XorShift32 CreateProvider(System.Random random) => Create(random);

    public readonly XorShift32 CreateProvider<TProvider>(ref TProvider random)
        where TProvider : struct, IRandomProvider<TProvider>
    {
        XorShift32 provider = default;
        provider.Seed(RandomBits.Seed((uint)random.Next()) | 1);
        return provider;
    }

    public readonly bool Equals(XorShift32 other) => State == other.State;

    public override readonly int GetHashCode() => State.GetHashCode();

    public override readonly bool Equals(object? obj) => obj is XorShift32 other && Equals(other);

    public override readonly string ToString() => $"[{State}]";

    public static bool operator ==(XorShift32 first, XorShift32 second) => first.Equals(second);

    public static bool operator !=(XorShift32 first, XorShift32 second) => !first.Equals(second);

    // For kernels, which cannot throw.
    private void Seed(uint state)
    {
        State = state;
    }
}
