using ILGPU.Algorithms.RadixSortOperations;

namespace ILGPU.Algorithms;

public static partial class RadixSortExtensions
{
    public readonly struct RadixSortPair<TKey, TValue>
        where TKey : unmanaged
        where TValue : unmanaged
    {
        public RadixSortPair(TKey key, TValue value)
        {
            Key = key;
            Value = value;
        }

        public TKey Key { get; }

        public TValue Value { get; }

        public override string ToString() => $"{Key}, {Value}";
    }

    public readonly struct RadixSortPairsOperation<TKey, TValue, TOperation>
        : IRadixSortOperation<RadixSortPair<TKey, TValue>>
        where TKey : unmanaged
        where TValue : unmanaged
        where TOperation : struct, IRadixSortOperation<TKey>
    {
        public int NumBits => default(TOperation).NumBits;

        public RadixSortPair<TKey, TValue> DefaultValue => new(default(TOperation).DefaultValue, default);

        public int ExtractRadixBits(RadixSortPair<TKey, TValue> value, int shift, int bitMask) =>
            default(TOperation).ExtractRadixBits(value.Key, shift, bitMask);
    }
}
