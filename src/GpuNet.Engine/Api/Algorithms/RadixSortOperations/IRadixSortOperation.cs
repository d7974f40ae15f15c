namespace ILGPU.Algorithms.RadixSortOperations;

public interface IRadixSortOperation<T>
    where T : struct
{
    // Bits that decide the order; even.
    int NumBits { get; }

    // What no other value comes after.
    T DefaultValue { get; }

    // Those bits of the value's sort key, as a number.
    int ExtractRadixBits(T value, int shift, int bitMask);
}
