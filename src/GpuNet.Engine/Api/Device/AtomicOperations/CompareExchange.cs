namespace ILGPU.AtomicOperations;

public readonly struct CompareExchangeDouble : ICompareExchangeOperation<double>
{
    public double CompareExchange(ref double target, double compare, double value) =>
        Atomic.CompareExchange(ref target, compare, value);

    // The same bits: NaN is the same as itself, and the two zeros differ.
    public bool IsSame(double left, double right) => Interop.FloatAsInt(left) == Interop.FloatAsInt(right);
}

public readonly struct CompareExchangeFloat : ICompareExchangeOperation<float>
{
    public float CompareExchange(ref float target, float compare, float value) =>
        Atomic.CompareExchange(ref target, compare, value);

    // The same bits: NaN is the same as itself, and the two zeros differ.
    public bool IsSame(float left, float right) => Interop.FloatAsInt(left) == Interop.FloatAsInt(right);
}

public readonly struct CompareExchangeInt32 : ICompareExchangeOperation<int>
{
    public int CompareExchange(ref int target, int compare, int value) =>
        Atomic.CompareExchange(ref target, compare, value);

    public bool IsSame(int left, int right) => left == right;
}

public readonly struct CompareExchangeInt64 : ICompareExchangeOperation<long>
{
    public long CompareExchange(ref long target, long compare, long value) =>
        Atomic.CompareExchange(ref target, compare, value);

    public bool IsSame(long left, long right) => left == right;
}

public readonly struct CompareExchangeUInt32 : ICompareExchangeOperation<uint>
{
    public uint CompareExchange(ref uint target, uint compare, uint value) =>
        Atomic.CompareExchange(ref target, compare, value);

    public bool IsSame(uint left, uint right) => left == right;
}

public readonly struct CompareExchangeUInt64 : ICompareExchangeOperation<ulong>
{
    public ulong CompareExchange(ref ulong target, ulong compare, ulong value) =>
        Atomic.CompareExchange(ref target, compare, value);

    public bool IsSame(ulong left, ulong right) => left == right;
}
