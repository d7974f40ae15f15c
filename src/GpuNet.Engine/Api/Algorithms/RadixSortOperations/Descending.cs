namespace ILGPU.Algorithms.RadixSortOperations;

public readonly struct DescendingDouble : IRadixSortOperation<double>
{
    public int NumBits => 64;

    public double DefaultValue => double.NegativeInfinity;

    public int ExtractRadixBits(double value, int shift, int bitMask) =>
        (int)(~RadixKeys.Of(value) >> shift) & bitMask;
}

public readonly struct DescendingFloat : IRadixSortOperation<float>
{
    public int NumBits => 32;

    public float DefaultValue => float.NegativeInfinity;

    public int ExtractRadixBits(float value, int shift, int bitMask) =>
        (int)(~RadixKeys.Of(value) >> shift) & bitMask;
}

public readonly struct DescendingHalf : IRadixSortOperation<Half>
{
    public int NumBits => 16;

    public Half DefaultValue => Half.NegativeInfinity;

    public int ExtractRadixBits(Half value, int shift, int bitMask) =>
        (int)(~RadixKeys.Of(value) >> shift) & bitMask;
}

public readonly struct DescendingInt16 : IRadixSortOperation<short>
{
    public int NumBits => 16;

    public short DefaultValue => short.MinValue;

    public int ExtractRadixBits(short value, int shift, int bitMask) =>
        (int)(~RadixKeys.Of(value) >> shift) & bitMask;
}

public readonly struct DescendingInt32 : IRadixSortOperation<int>
{
    public int NumBits => 32;

    public int DefaultValue => int.MinValue;

    public int ExtractRadixBits(int value, int shift, int bitMask) =>
        (int)(~RadixKeys.Of(value) >> shift) & bitMask;
}

public readonly struct DescendingInt64 : IRadixSortOperation<long>
{
    public int NumBits => 64;

    public long DefaultValue => long.MinValue;

    public int ExtractRadixBits(long value, int shift, int bitMask) =>
        (int)(~RadixKeys.Of(value) >> shift) & bitMask;
}

public readonly struct DescendingInt8 : IRadixSortOperation<sbyte>
{
    public int NumBits => 8;

    public sbyte DefaultValue => sbyte.MinValue;

    public int ExtractRadixBits(sbyte value, int shift, int bitMask) =>
        (int)(~RadixKeys.Of(value) >> shift) & bitMask;
}

public readonly struct DescendingUInt16 : IRadixSortOperation<ushort>
{
    public int NumBits => 16;

    public ushort DefaultValue => ushort.MinValue;

    public int ExtractRadixBits(ushort value, int shift, int bitMask) =>
        (int)(~RadixKeys.Of(value) >> shift) & bitMask;
}

public readonly struct DescendingUInt32 : IRadixSortOperation<uint>
{
    public int NumBits => 32;

    public uint DefaultValue => uint.MinValue;

    public int ExtractRadixBits(uint value, int shift, int bitMask) =>
        (int)(~RadixKeys.Of(value) >> shift) & bitMask;
}

public readonly struct DescendingUInt64 : IRadixSortOperation<ulong>
{
    public int NumBits => 64;

    public ulong DefaultValue => ulong.MinValue;

    public int ExtractRadixBits(ulong value, int shift, int bitMask) =>
        (int)(~RadixKeys.Of(value) >> shift) & bitMask;
}

public readonly struct DescendingUInt8 : IRadixSortOperation<byte>
{
    public int NumBits => 8;

    public byte DefaultValue => byte.MinValue;

    public int ExtractRadixBits(byte value, int shift, int bitMask) =>
        (int)(~RadixKeys.Of(value) >> shift) & bitMask;
}
