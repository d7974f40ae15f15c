namespace ILGPU.Algorithms.RadixSortOperations;

public readonly struct AscendingDouble : IRadixSortOperation<double>
{
    public int NumBits => 64;

    public double DefaultValue => double.PositiveInfinity;

    public int ExtractRadixBits(double value, int shift, int bitMask) =>
        (int)(RadixKeys.Of(value) >> shift) & bitMask;
}

public readonly struct AscendingFloat : IRadixSortOperation<float>
{
    public int NumBits => 32;

    public float DefaultValue => float.PositiveInfinity;

    public int ExtractRadixBits(float value, int shift, int bitMask) =>
        (int)(RadixKeys.Of(value) >> shift) & bitMask;
}

public readonly struct AscendingHalf : IRadixSortOperation<Half>
{
    public int NumBits => 16;

    public Half DefaultValue => Half.PositiveInfinity;

    public int ExtractRadixBits(Half value, int shift, int bitMask) =>
        (int)(RadixKeys.Of(value) >> shift) & bitMask;
}

public readonly struct AscendingInt16 : IRadixSortOperation<short>
{
    public int NumBits => 16;

    public short DefaultValue => short.MaxValue;

    public int ExtractRadixBits(short value, int shift, int bitMask) =>
        (int)(RadixKeys.Of(value) >> shift) & bitMask;
}

public readonly struct AscendingInt32 : IRadixSortOperation<int>
{
    public int NumBits => 32;

    public int DefaultValue => int.MaxValue;

    public int ExtractRadixBits(int value, int shift, int bitMask) =>
        (int)(RadixKeys.Of(value) >> shift) & bitMask;
}

public readonly struct AscendingInt64 : IRadixSortOperation<long>
{
    public int NumBits => 64;

    public long DefaultValue => long.MaxValue;

    public int ExtractRadixBits(long value, int shift, int bitMask) =>
        (int)(RadixKeys.Of(value) >> shift) & bitMask;
}

public readonly struct AscendingInt8 : IRadixSortOperation<sbyte>
{
    public int NumBits => 8;

    public sbyte DefaultValue => sbyte.MaxValue;

    public int ExtractRadixBits(sbyte value, int shift, int bitMask) =>
        (int)(RadixKeys.Of(value) >> shift) & bitMask;
}

public readonly struct AscendingUInt16 : IRadixSortOperation<ushort>
{
    public int NumBits => 16;

    public ushort DefaultValue => ushort.MaxValue;

    public int ExtractRadixBits(ushort value, int shift, int bitMask) =>
        (int)(RadixKeys.Of(value) >> shift) & bitMask;
}

public readonly struct AscendingUInt32 : IRadixSortOperation<uint>
{
    public int NumBits => 32;

    public uint DefaultValue => uint.MaxValue;

    public int ExtractRadixBits(uint value, int shift, int bitMask) =>
        (int)(RadixKeys.Of(value) >> shift) & bitMask;
}

public readonly struct AscendingUInt64 : IRadixSortOperation<ulong>
{
    public int NumBits => 64;

    public ulong DefaultValue => ulong.MaxValue;

    public int ExtractRadixBits(ulong value, int shift, int bitMask) =>
        (int)(RadixKeys.Of(value) >> shift) & bitMask;
}

public readonly struct AscendingUInt8 : IRadixSortOperation<byte>
{
    public int NumBits => 8;

    public byte DefaultValue => byte.MaxValue;

    public int ExtractRadixBits(byte value, int shift, int bitMask) =>
        (int)(RadixKeys.Of(value) >> shift) & bitMask;
}
