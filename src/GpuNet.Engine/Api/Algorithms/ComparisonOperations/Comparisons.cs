namespace ILGPU.Algorithms.ComparisonOperations;

public readonly struct ComparisonDouble : IComparisonOperation<double>
{
    public int Compare(double first, double second) =>
        first < second ? -1 : first > second ? 1 : first == second ? 0 : Orders.OfNaN(double.IsNaN(first), double.IsNaN(second));
}

public readonly struct ComparisonFloat : IComparisonOperation<float>
{
    public int Compare(float first, float second) =>
        first < second ? -1 : first > second ? 1 : first == second ? 0 : Orders.OfNaN(float.IsNaN(first), float.IsNaN(second));
}

public readonly struct ComparisonHalf : IComparisonOperation<Half>
{
    public int Compare(Half first, Half second) =>
        first < second ? -1 : first > second ? 1 : first == second ? 0 : Orders.OfNaN(Half.IsNaN(first), Half.IsNaN(second));
}

public readonly struct ComparisonInt16 : IComparisonOperation<short>
{
    public int Compare(short first, short second) =>
        first < second ? -1 : first > second ? 1 : 0;
}

public readonly struct ComparisonInt32 : IComparisonOperation<int>
{
    public int Compare(int first, int second) =>
        first < second ? -1 : first > second ? 1 : 0;
}

public readonly struct ComparisonInt64 : IComparisonOperation<long>
{
    public int Compare(long first, long second) =>
        first < second ? -1 : first > second ? 1 : 0;
}

public readonly struct ComparisonInt8 : IComparisonOperation<sbyte>
{
    public int Compare(sbyte first, sbyte second) =>
        first < second ? -1 : first > second ? 1 : 0;
}

public readonly struct ComparisonUInt16 : IComparisonOperation<ushort>
{
    public int Compare(ushort first, ushort second) =>
        first < second ? -1 : first > second ? 1 : 0;
}

public readonly struct ComparisonUInt32 : IComparisonOperation<uint>
{
    public int Compare(uint first, uint second) =>
        first < second ? -1 : first > second ? 1 : 0;
}

public readonly struct ComparisonUInt64 : IComparisonOperation<ulong>
{
    public int Compare(ulong first, ulong second) =>
        first < second ? -1 : first > second ? 1 : 0;
}

public readonly struct ComparisonUInt8 : IComparisonOperation<byte>
{
    public int Compare(byte first, byte second) =>
        first < second ? -1 : first > second ? 1 : 0;
}

/// <summary>Where a NaN comes among the numbers: before all others, and equal to every NaN, as .NET orders them.</summary>
internal static class Orders
{
    public static int OfNaN(bool isFirst, bool isSecond) => isFirst ? isSecond ? 0 : -1 : 1;
}
