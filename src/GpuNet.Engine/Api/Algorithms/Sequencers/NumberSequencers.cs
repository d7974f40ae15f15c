namespace ILGPU.Algorithms.Sequencers;

// The numbers 0, 1, 2, ... of every type.
public readonly struct Int8Sequencer : ISequencer<sbyte>
{
    public sbyte ComputeSequenceElement(LongIndex1D sequenceIndex) => (sbyte)sequenceIndex.X;
}

public readonly struct Int16Sequencer : ISequencer<short>
{
    public short ComputeSequenceElement(LongIndex1D sequenceIndex) => (short)sequenceIndex.X;
}

public readonly struct Int32Sequencer : ISequencer<int>
{
    public int ComputeSequenceElement(LongIndex1D sequenceIndex) => (int)sequenceIndex.X;
}

public readonly struct Int64Sequencer : ISequencer<long>
{
    public long ComputeSequenceElement(LongIndex1D sequenceIndex) => sequenceIndex.X;
}

public readonly struct UInt8Sequencer : ISequencer<byte>
{
    public byte ComputeSequenceElement(LongIndex1D sequenceIndex) => (byte)sequenceIndex.X;
}

public readonly struct UInt16Sequencer : ISequencer<ushort>
{
    public ushort ComputeSequenceElement(LongIndex1D sequenceIndex) => (ushort)sequenceIndex.X;
}

public readonly struct UInt32Sequencer : ISequencer<uint>
{
    public uint ComputeSequenceElement(LongIndex1D sequenceIndex) => (uint)sequenceIndex.X;
}

public readonly struct UInt64Sequencer : ISequencer<ulong>
{
    public ulong ComputeSequenceElement(LongIndex1D sequenceIndex) => (ulong)sequenceIndex.X;
}

public readonly struct HalfSequencer : ISequencer<Half>
{
    public Half ComputeSequenceElement(LongIndex1D sequenceIndex) => (Half)sequenceIndex.X;
}

public readonly struct FloatSequencer : ISequencer<float>
{
    public float ComputeSequenceElement(LongIndex1D sequenceIndex) => sequenceIndex.X;
}

public readonly struct DoubleSequencer : ISequencer<double>
{
    public double ComputeSequenceElement(LongIndex1D sequenceIndex) => sequenceIndex.X;
}
