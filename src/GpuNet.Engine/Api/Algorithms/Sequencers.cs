using ILGPU.Algorithms.Sequencers;
using ILGPU.Runtime;

namespace ILGPU.Algorithms;

public delegate void Sequencer<T, TStride, TSequencer>(
    AcceleratorStream stream,
    ArrayView1D<T, TStride> view,
    TSequencer sequencer)
    where T : unmanaged
    where TStride : struct, IStride1D
    where TSequencer : struct, ISequencer<T>;

public delegate void RepeatedSequencer<T, TStride, TSequencer>(
    AcceleratorStream stream,
    ArrayView1D<T, TStride> view,
    LongIndex1D sequenceLength,
    TSequencer sequencer)
    where T : unmanaged
    where TStride : struct, IStride1D
    where TSequencer : struct, ISequencer<T>;

public delegate void BatchedSequencer<T, TStride, TSequencer>(
    AcceleratorStream stream,
    ArrayView1D<T, TStride> view,
    LongIndex1D sequenceBatchLength,
    TSequencer sequencer)
    where T : unmanaged
    where TStride : struct, IStride1D
    where TSequencer : struct, ISequencer<T>;

public delegate void RepeatedBatchedSequencer<T, TStride, TSequencer>(
    AcceleratorStream stream,
    ArrayView1D<T, TStride> view,
    LongIndex1D sequenceLength,
    LongIndex1D sequenceBatchLength,
    TSequencer sequencer)
    where T : unmanaged
    where TStride : struct, IStride1D
    where TSequencer : struct, ISequencer<T>;
