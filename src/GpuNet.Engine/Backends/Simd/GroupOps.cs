using System.Numerics;
using System.Reflection;

namespace GpuNet.Engine.Backends.Simd;

/// <summary>What a group computes over all of its items.</summary>
internal static unsafe class GroupOps
{
    /// <summary>(predicates, ended, items) -> how many items that have not ended hold true.</summary>
    public static MethodInfo CountTrue { get; } = ((CountTrueMethod)Count).Method;

    /// <summary>(flags of neighbouring items, bits of those that end) -> how many have.</summary>
    public static MethodInfo RecordEnds { get; } = ((RecordEndsMethod)Record).Method;

    private delegate int RecordEndsMethod(byte* ended, ulong lanes);
    private delegate int CountTrueMethod(int* predicates, byte* ended, int items);

    /// <param name="predicates">One for each item; null for false and 1 for true where all items hold the same.</param>
    /// <param name="ended">One byte for each item, or null where none has ended.</param>
    /// <param name="items">The number of items.</param>
    private static int Count(int* predicates, byte* ended, int items)
    {
        int count = 0;
        for (int item = 0; item < items; item++)
        {
            bool holds = predicates > (int*)1 ? predicates[item] != 0 : predicates != null;
            if (holds && (ended == null || ended[item] == 0))
                count++;
        }
        return count;
    }

    private static int Record(byte* ended, ulong lanes)
    {
        for (ulong rest = lanes; rest != 0; rest &= rest - 1)
            ended[BitOperations.TrailingZeroCount(rest)] = 1;
        return BitOperations.PopCount(lanes);
    }
}
