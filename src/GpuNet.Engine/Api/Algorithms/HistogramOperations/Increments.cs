namespace ILGPU.Algorithms.HistogramOperations;

internal readonly struct IncrementInt32 : IIncrementOperation<int>
{
    public void Increment(ref int target, out bool incrementOverflow) =>
        incrementOverflow = Atomic.Add(ref target, 1) == int.MaxValue;
}

internal readonly struct IncrementInt64 : IIncrementOperation<long>
{
    public void Increment(ref long target, out bool incrementOverflow) =>
        incrementOverflow = Atomic.Add(ref target, 1) == long.MaxValue;
}

internal readonly struct IncrementUInt32 : IIncrementOperation<uint>
{
    public void Increment(ref uint target, out bool incrementOverflow) =>
        incrementOverflow = Atomic.Add(ref target, 1) == uint.MaxValue;
}

internal readonly struct IncrementUInt64 : IIncrementOperation<ulong>
{
    public void Increment(ref ulong target, out bool incrementOverflow) =>
        incrementOverflow = Atomic.Add(ref target, 1) == ulong.MaxValue;
}

internal readonly struct IncrementFloat : IIncrementOperation<float>
{
    // Where the next number is farther than one, counting has come to its end.
    public void Increment(ref float target, out bool incrementOverflow)
    {
        var before = Atomic.Add(ref target, 1);
        incrementOverflow = before + 1 == before;
    }
}

internal readonly struct IncrementDouble : IIncrementOperation<double>
{
    // Where the next number is farther than one, counting has come to its end.
    public void Increment(ref double target, out bool incrementOverflow)
    {
        var before = Atomic.Add(ref target, 1);
        incrementOverflow = before + 1 == before;
    }
}
